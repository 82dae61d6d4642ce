using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

/// <summary>Section <c>SignUpGuard</c>: what keeps mails, captchas and sign-ins from being abused (S5).</summary>
public sealed class SignUpGuardOptions
{
    public const string Section = "SignUpGuard";

    /// <summary>Between two codes to one address. Shorter lets strangers fill somebody's mailbox. 60 s.</summary>
    public TimeSpan CodePause { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Codes to one address in an hour. 5.</summary>
    public int CodesPerAddressHour { get; set; } = 5;

    /// <summary>Codes to one address in a day. 10.</summary>
    public int CodesPerAddressDay { get; set; } = 10;

    /// <summary>Codes asked for from one network address (/64 in IPv6) in an hour. 20.</summary>
    public int CodesPerNetworkHour { get; set; } = 20;

    /// <summary>The whole shop's code mails in an hour: what a flood from many networks may cost. 3,000.</summary>
    public int CodesPerShopHour { get; set; } = 3000;

    /// <summary>Wrong codes for one address in an hour, over all its codes; beyond, each code is good for one try. 10.
    /// </summary>
    public int WrongCodesPerAddressHour { get; set; } = 10;

    /// <summary>How long a code can be typed in. 10 min at most.</summary>
    public TimeSpan CodeLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Tries per code. 5 at most.</summary>
    public int CodeTries { get; set; } = 5;

    /// <summary>How long a captcha can be answered. 3 min at most.</summary>
    public TimeSpan CaptchaLife { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Captcha pictures for one network address in a minute. 30.</summary>
    public int CaptchasPerNetworkMinute { get; set; } = 30;

    /// <summary>Leading zero bits of the calculation that stands in for the picture: each one more doubles the work.
    /// 18, about a second in a phone's browser.</summary>
    public int CaptchaWorkBits { get; set; } = 18;

    /// <summary>Sign-ins tried from one network address in a minute: a whole office is one address. 300; in Development
    /// far more, for load tests.</summary>
    public int SignInsPerNetworkMinute { get; set; } = 300;

    /// <summary>Avatars of one account in an hour. 5.</summary>
    public int AvatarsPerHour { get; set; } = 5;

    /// <summary>Avatars of one account in a day. 20.</summary>
    public int AvatarsPerDay { get; set; } = 20;
}

internal sealed class SignUpGuardOptionsCheck : IValidateOptions<SignUpGuardOptions>
{
    private const int CountMax = 1_000_000;

    public ValidateOptionsResult Validate(string? name, SignUpGuardOptions options)
    {
        var problems = new List<string>();
        CheckCount(nameof(options.CodesPerAddressHour), options.CodesPerAddressHour);
        CheckCount(nameof(options.CodesPerAddressDay), options.CodesPerAddressDay);
        CheckCount(nameof(options.CodesPerNetworkHour), options.CodesPerNetworkHour);
        CheckCount(nameof(options.CodesPerShopHour), options.CodesPerShopHour);
        CheckCount(nameof(options.WrongCodesPerAddressHour), options.WrongCodesPerAddressHour);
        CheckCount(nameof(options.CaptchasPerNetworkMinute), options.CaptchasPerNetworkMinute);
        CheckCount(nameof(options.SignInsPerNetworkMinute), options.SignInsPerNetworkMinute);
        CheckCount(nameof(options.AvatarsPerHour), options.AvatarsPerHour);
        CheckCount(nameof(options.AvatarsPerDay), options.AvatarsPerDay);
        CheckTime(nameof(options.CodePause), options.CodePause, TimeSpan.FromHours(1));
        CheckTime(nameof(options.CodeLife), options.CodeLife, TimeSpan.FromMinutes(10));
        CheckTime(nameof(options.CaptchaLife), options.CaptchaLife, TimeSpan.FromMinutes(3));
        if (options.CodeTries is < 1 or > 5)
            problems.Add($"{SignUpGuardOptions.Section}:CodeTries must be between 1 and 5.");
        if (options.CaptchaWorkBits is < 8 or > 28)
            problems.Add($"{SignUpGuardOptions.Section}:CaptchaWorkBits must be between 8 and 28.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void CheckCount(string option, int value)
        {
            if (value is < 1 or > CountMax)
                problems.Add($"{SignUpGuardOptions.Section}:{option} must be between 1 and {CountMax}.");
        }

        void CheckTime(string option, TimeSpan value, TimeSpan most)
        {
            if (value < TimeSpan.FromSeconds(1) || value > most)
                problems.Add($"{SignUpGuardOptions.Section}:{option} must be between 00:00:01 and {most}.");
        }
    }
}

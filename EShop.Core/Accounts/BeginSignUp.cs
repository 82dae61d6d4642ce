using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Codes;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

/// <summary>What asking for a code by mail can answer; the same for signing up and for a forgotten password.</summary>
public enum AskForCodeStatus
{
    InvalidEmail = 1,
    CaptchaWrong = 2,

    /// <summary>Redis is away, or the shop's mail budget for the hour is used up.</summary>
    TryAgainShortly = 3,
    TooManyForAddress = 4,
    TooManyFromNetwork = 5,

    /// <summary>A mail is on its way; which one, only its reader learns.</summary>
    Sent = 6,
}

/// <param name="Email">As typed.</param>
/// <param name="Captcha">Checked before any database or mail work (S5).</param>
/// <param name="Visitor">The random id of this browser.</param>
/// <param name="Network">Where the request comes from.</param>
/// <param name="Culture">The language of the page, for the mail.</param>
public sealed record AskForCodeRequest(
    string Email, CaptchaAnswer Captcha, string Visitor, NetworkAddress Network, string Culture);

/// <param name="Email">The address as it is known from now on; null when it was no address.</param>
/// <param name="RetryAfter">When one may ask again.</param>
public sealed record AskForCodeResult(AskForCodeStatus Status, EmailAddress? Email, TimeSpan RetryAfter);

/// <summary>
/// First step of signing up: a code goes to the address. An address that has an account gets a mail that says so; page,
/// work and timing are the same, so that nobody learns here who is a customer (abuse 1).
/// </summary>
public sealed partial class BeginSignUp(CodeDesk desk, TimeProvider clock, ILogger<BeginSignUp> log)
{
    public async Task<AskForCodeResult> ExecuteAsync(AskForCodeRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await desk.AskAsync(request, CodePurpose.SignUp, Letter, now, ct);
        LogBegun(log, result.Status);
        return result;
    }

    private static MailLetter Letter(AskedCode asked) => asked.IsRegistered
        ? AccountMails.AlreadyRegistered(asked.Reader, asked.ExpiresAt)
        : AccountMails.SignUpCode(asked.Reader, asked.Code, asked.ExpiresAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-up begun: {Status}")]
    private static partial void LogBegun(ILogger log, AskForCodeStatus status);
}

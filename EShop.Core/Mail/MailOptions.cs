using Microsoft.Extensions.Options;
using MimeKit;

namespace EShop.Core.Mail;

public enum MailSecurity
{
    /// <summary>STARTTLS, and no sending without it.</summary>
    StartTls = 1,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Tls = 2,

    /// <summary>Plain; only to a server on this machine.</summary>
    None = 3,
}

/// <summary>Section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The mail server. Default: none, mails are written as files to <c>mail</c> in the data folder.</summary>
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Who the mails are from; the domain's SPF and DKIM must allow the server.</summary>
    public string From { get; set; } = "EShop <no-reply@eshop.local>";

    /// <summary>One answer of the mail server. 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Mails sent over one connection. 50.</summary>
    public int BatchMax { get; set; } = 50;

    /// <summary>After so many tries a mail is given up. 6, over about three hours.</summary>
    public int TriesMax { get; set; } = 6;
}

internal sealed class MailOptionsCheck : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = new List<string>();
        if (!MailboxAddress.TryParse(options.From, out _))
            problems.Add("Mail:From must be a mail address, as in EShop <no-reply@example.com>.");
        if (options.Port is < 1 or > 65535)
            problems.Add("Mail:Port must be between 1 and 65535.");
        if (!Enum.IsDefined(options.Security))
            problems.Add("Mail:Security must be StartTls, Tls or None.");
        if (options is { Security: MailSecurity.None, Host: not (null or "localhost" or "127.0.0.1" or "::1") })
            problems.Add("Mail:Security None is allowed only for a Mail:Host on this machine (localhost).");
        if (options is { User: not null, Password: null })
            problems.Add("Mail:Password is missing; Mail:User needs it.");
        if (options.Timeout < TimeSpan.FromSeconds(0.1) || options.Timeout > TimeSpan.FromMinutes(2))
            problems.Add("Mail:Timeout must be between 00:00:00.1 and 00:02:00.");
        if (options.BatchMax is < 1 or > 500)
            problems.Add("Mail:BatchMax must be between 1 and 500.");
        if (options.TriesMax is < 1 or > 20)
            problems.Add("Mail:TriesMax must be between 1 and 20.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

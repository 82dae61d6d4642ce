using System.Globalization;
using System.Resources;
using EShop.Core.Mail;
using EShop.Core.Primitives;

namespace EShop.Core.Accounts;

/// <summary>The mails about accounts, in the reader's language.</summary>
internal static class AccountMails
{
    private static readonly ResourceManager Words =
        new("EShop.Core.Accounts.AccountMailWords", typeof(AccountMails).Assembly);

    public static MailLetter SignUpCode(MailReader reader, string code, DateTimeOffset expiresAt) =>
        Letter(reader, "SignUpCodeSubject", "SignUpCodeLead", "CodeLife", "CodeIgnore") with
        {
            Code = code, ExpiresAt = expiresAt,
        };

    public static MailLetter AlreadyRegistered(MailReader reader, DateTimeOffset expiresAt) =>
        Letter(reader, "AlreadyRegisteredSubject", "AlreadyRegisteredLead", "AlreadyRegisteredHelp", "CodeIgnore") with
        {
            ExpiresAt = expiresAt,
        };

    public static MailLetter ResetCode(MailReader reader, string code, DateTimeOffset expiresAt) =>
        Letter(reader, "ResetCodeSubject", "ResetCodeLead", "CodeLife", "ResetIgnore") with
        {
            Code = code, ExpiresAt = expiresAt,
        };

    public static MailLetter NotRegistered(MailReader reader, DateTimeOffset expiresAt) =>
        Letter(reader, "NotRegisteredSubject", "NotRegisteredLead", "NotRegisteredHelp", "CodeIgnore") with
        {
            ExpiresAt = expiresAt,
        };

    public static MailLetter PasswordChanged(MailReader reader) =>
        Letter(reader, "PasswordChangedSubject", "PasswordChangedLead", "PasswordChangedHelp");

    public static MailLetter ChangeEmailCode(MailReader reader, string code, DateTimeOffset expiresAt) =>
        Letter(reader, "ChangeEmailSubject", "ChangeEmailLead", "CodeLife", "ChangeEmailIgnore") with
        {
            Code = code, ExpiresAt = expiresAt,
        };

    public static MailLetter EmailTaken(MailReader reader, DateTimeOffset expiresAt) =>
        Letter(reader, "EmailTakenSubject", "EmailTakenLead", "EmailTakenHelp") with { ExpiresAt = expiresAt };

    /// <param name="reader">The old address.</param>
    /// <param name="to">The new one; its beginning is enough for the owner to know it.</param>
    /// <param name="heldUntil">Until when the old one can take the account back.</param>
    public static MailLetter EmailChanged(MailReader reader, EmailAddress to, DateTimeOffset heldUntil)
    {
        var letter = Letter(reader, "EmailChangedSubject", "EmailChangedLead", "EmailChangedHelp");
        var day = heldUntil.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return letter with
        {
            Paragraphs = [.. letter.Paragraphs.Select(p =>
                string.Format(CultureInfo.InvariantCulture, p, to.Masked, day))],
        };
    }

    public static MailLetter Erased(MailReader reader) =>
        Letter(reader, "ErasedSubject", "ErasedLead", "ErasedHelp");

    internal static MailLetter Letter(MailReader reader, string subject, params string[] paragraphs)
    {
        var culture = CultureInfo.GetCultureInfo(reader.Culture);
        return new MailLetter(
            reader.Email, Text(subject, culture), reader.Culture,
            [.. paragraphs.Select(name => Text(name, culture))]);
    }

    private static string Text(string name, CultureInfo culture) =>
        Words.GetString(name, culture) ?? throw new InvalidOperationException($"The mail text '{name}' is missing.");
}

/// <param name="Email">Where it goes.</param>
/// <param name="Culture">"en" or "zh".</param>
internal sealed record MailReader(EmailAddress Email, string Culture)
{
    public static string CultureOf(string asked) =>
        asked.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : "en";
}

using EShop.Core.Mail;
using EShop.Core.Primitives;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>What the owner of an account is told when somebody, perhaps not the owner, changed how it is opened.
/// </summary>
internal static class FactorMails
{
    public static MailLetter AuthenticatorOn(Account account) =>
        AccountMails.Letter(ReaderOf(account), "AuthenticatorOnSubject", "AuthenticatorOnLead", "FactorHelp");

    public static MailLetter AuthenticatorOff(Account account) =>
        AccountMails.Letter(ReaderOf(account), "AuthenticatorOffSubject", "AuthenticatorOffLead", "FactorHelp");

    public static MailLetter RecoveryCodesRenewed(Account account) =>
        AccountMails.Letter(ReaderOf(account), "RecoveryCodesSubject", "RecoveryCodesLead", "FactorHelp");

    public static MailLetter RecoveryCodeUsed(Account account) =>
        AccountMails.Letter(ReaderOf(account), "RecoveryUsedSubject", "RecoveryUsedLead", "FactorHelp");

    public static MailLetter PasskeyAdded(Account account) =>
        AccountMails.Letter(ReaderOf(account), "PasskeyAddedSubject", "PasskeyAddedLead", "FactorHelp");

    public static MailLetter PasskeyRemoved(Account account) =>
        AccountMails.Letter(ReaderOf(account), "PasskeyRemovedSubject", "PasskeyRemovedLead", "FactorHelp");

    private static MailReader ReaderOf(Account account) =>
        new(EmailAddress.Parse(account.NormalizedEmail!), account.Culture);
}

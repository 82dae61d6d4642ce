using EShop.Core.Accounts;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Accounts;

/// <summary>Why the password that was asked again opened nothing, said at its field.</summary>
internal static class PasswordAskReply
{
    public const string Field = "Form.Current";

    /// <summary>Answers false when there is no such account: then there is no page either.</summary>
    public static bool Say(
        HttpContext context, (PasswordAskStatus Status, TimeSpan RetryAfter) refusal, FormErrors errors,
        IStringLocalizer<AccountsWords> words)
    {
        switch (refusal.Status)
        {
            case PasswordAskStatus.NoAccount:
                return false;
            case PasswordAskStatus.Locked:
                FormReply.TooMany(context, refusal.RetryAfter);
                errors.Add("", words["SignInLocked", FormReply.Minutes(refusal.RetryAfter)]);
                return true;
            case PasswordAskStatus.Busy:
                FormReply.Busy(context);
                errors.Add("", words["TryAgainShortly"]);
                return true;
            case PasswordAskStatus.Wrong:
                FormReply.Invalid(context);
                errors.Add(Field, words["CurrentPasswordWrong"]);
                return true;
            case PasswordAskStatus.Right:
            default:
                throw new InvalidOperationException("Not a refusal.");
        }
    }
}

using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

/// <param name="Reader">Who reads it, and in which language.</param>
/// <param name="IsRegistered">Whether the address has an account.</param>
/// <param name="Code">Issued in any case, so that the work is the same; mailed only where it is of use.</param>
/// <param name="ExpiresAt">Until when it can be typed in.</param>
internal sealed record AskedCode(MailReader Reader, bool IsRegistered, string Code, DateTimeOffset ExpiresAt);

/// <summary>The one way to a code by mail: captcha, then ceilings, then the mail in the queue.</summary>
public sealed class CodeDesk(
    ShopStore store, Captchas.Captchas captchas, MailCodes codes, GuardCounts counts,
    IOptions<SignUpGuardOptions> settings)
{
    internal async Task<AskForCodeResult> AskAsync(
        AskForCodeRequest request, CodePurpose purpose, Func<AskedCode, MailLetter> letter, DateTimeOffset now,
        CancellationToken ct)
    {
        if (!EmailAddress.TryParse(request.Email, out var email))
            return new AskForCodeResult(AskForCodeStatus.InvalidEmail, null, TimeSpan.Zero);
        var captcha = await captchas.CheckAsync(request.Captcha, request.Visitor, now, ct);
        await counts.CountAsync(captcha, request.Network, now, ct);
        if (captcha != CaptchaStatus.Right)
            return new AskForCodeResult(StatusOf(captcha), email, TimeSpan.Zero);
        var subject = new CodeSubject(purpose, email, request.Visitor);
        var issued = await codes.IssueAsync(subject, request.Network, now, ct);
        if (issued.Status != IssueStatus.Issued)
            return new AskForCodeResult(StatusOf(issued.Status), email, issued.RetryAfter);
        var culture = MailReader.CultureOf(request.Culture);
        var expiresAt = now + settings.Value.CodeLife;
        await store.WriteAsync(
            async db =>
            {
                var isRegistered = await AccountReads.IsThereAsync(db, email, ct)
                    || await FormerEmails.IsHeldAsync(db, email, now, ct);
                var asked = new AskedCode(new MailReader(email, culture), isRegistered, issued.Code, expiresAt);
                MailQueue.Add(db, now, letter(asked));
            },
            ct);
        return new AskForCodeResult(AskForCodeStatus.Sent, email, settings.Value.CodePause);
    }

    private static AskForCodeStatus StatusOf(CaptchaStatus status) => status switch
    {
        CaptchaStatus.TryAgainShortly => AskForCodeStatus.TryAgainShortly,
        CaptchaStatus.Wrong => AskForCodeStatus.CaptchaWrong,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    private static AskForCodeStatus StatusOf(IssueStatus status) => status switch
    {
        IssueStatus.TryAgainShortly or IssueStatus.TooManyForShop => AskForCodeStatus.TryAgainShortly,
        IssueStatus.TooManyForAddress => AskForCodeStatus.TooManyForAddress,
        IssueStatus.TooManyFromNetwork => AskForCodeStatus.TooManyFromNetwork,
        _ => throw new InvalidOperationException("Not a refusal."),
    };
}

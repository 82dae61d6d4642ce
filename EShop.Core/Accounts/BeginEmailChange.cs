using EShop.Core.Accounts.Codes;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

public enum BeginEmailChangeStatus
{
    InvalidEmail = 1,

    /// <summary>The password did not open it: see <see cref="BeginEmailChangeResult.Password"/>.</summary>
    PasswordRefused = 2,

    /// <summary>It is the account's address already.</summary>
    SameEmail = 3,

    /// <summary>Redis is away, or the shop's mail budget for the hour is used up.</summary>
    TryAgainShortly = 4,
    TooManyForAddress = 5,
    TooManyFromNetwork = 6,

    /// <summary>A mail is on its way; which one, only its reader learns (abuse 1).</summary>
    Sent = 7,
}

/// <param name="Email">The new address, as typed.</param>
/// <param name="Visitor">The random id of this browser: only it can type the code in.</param>
public sealed record BeginEmailChangeRequest(
    long AccountId, string Email, string Password, string Visitor, NetworkAddress Network);

public sealed record BeginEmailChangeResult(
    BeginEmailChangeStatus Status, PasswordAskStatus Password, EmailAddress? Email, TimeSpan RetryAfter);

/// <summary>First step to another address: the password again, and a code to the new mailbox. An address that has an
/// account, or had one a few days ago, gets a mail that says so instead; the page is the same.</summary>
public sealed partial class BeginEmailChange(
    ShopStore store, PasswordAsk passwordAsk, MailCodes codes, IOptions<SignUpGuardOptions> settings,
    TimeProvider clock, ILogger<BeginEmailChange> log)
{
    public async Task<BeginEmailChangeResult> ExecuteAsync(BeginEmailChangeRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogBegun(log, request.AccountId, result.Status);
        return result;
    }

    /// <summary>Bound to the account as well: a code that one account asked for moves no other.</summary>
    internal static CodeSubject SubjectOf(long accountId, EmailAddress email, string visitor) =>
        new(CodePurpose.ChangeEmail, email, $"{visitor}/{accountId}");

    private async Task<BeginEmailChangeResult> TryAsync(
        BeginEmailChangeRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(request.Email, out var email))
            return new BeginEmailChangeResult(
                BeginEmailChangeStatus.InvalidEmail, PasswordAskStatus.Right, null, TimeSpan.Zero);
        var answer = await passwordAsk.AskAsync(request.AccountId, request.Password, request.Network, ct);
        if (answer.Account is not { } account)
            return new BeginEmailChangeResult(
                BeginEmailChangeStatus.PasswordRefused, answer.Status, email, answer.RetryAfter);
        if (account.NormalizedEmail == email.Value)
            return Answer(BeginEmailChangeStatus.SameEmail);
        var subject = SubjectOf(request.AccountId, email, request.Visitor);
        var issued = await codes.IssueAsync(subject, request.Network, now, ct);
        if (issued.Status != IssueStatus.Issued)
            return Answer(StatusOf(issued.Status), issued.RetryAfter);
        await QueueAsync(account, email, issued.Code, now, ct);
        return Answer(BeginEmailChangeStatus.Sent, settings.Value.CodePause);

        BeginEmailChangeResult Answer(BeginEmailChangeStatus status, TimeSpan retryAfter = default) =>
            new(status, PasswordAskStatus.Right, email, retryAfter);
    }

    private Task QueueAsync(
        Account account, EmailAddress email, string code, DateTimeOffset now, CancellationToken ct)
    {
        var (reader, expiresAt) = (new MailReader(email, account.Culture), now + settings.Value.CodeLife);
        return store.WriteAsync(
            async db =>
            {
                var isTaken = await AccountReads.IsThereAsync(db, email, ct)
                    || await FormerEmails.IsHeldByAnotherAsync(db, account, email, now, ct);
                MailQueue.Add(db, now, isTaken
                    ? AccountMails.EmailTaken(reader, expiresAt)
                    : AccountMails.ChangeEmailCode(reader, code, expiresAt));
            },
            ct);
    }

    private static BeginEmailChangeStatus StatusOf(IssueStatus status) => status switch
    {
        IssueStatus.TryAgainShortly or IssueStatus.TooManyForShop => BeginEmailChangeStatus.TryAgainShortly,
        IssueStatus.TooManyForAddress => BeginEmailChangeStatus.TooManyForAddress,
        IssueStatus.TooManyFromNetwork => BeginEmailChangeStatus.TooManyFromNetwork,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Change of address of account {AccountId} begun: {Status}")]
    private static partial void LogBegun(ILogger log, long accountId, BeginEmailChangeStatus status);
}

using EShop.Core.Accounts.Codes;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum ConfirmEmailChangeStatus
{
    CodeNotLive = 1,
    CodeVoid = 2,
    CodeWrong = 3,
    TryAgainShortly = 4,
    NoAccount = 5,

    /// <summary>Another account has it, or had it a few days ago. The database decides (S4).</summary>
    AddressTaken = 6,
    Changed = 7,
}

/// <param name="Email">The address that <see cref="BeginEmailChange"/> sent the code to.</param>
public sealed record ConfirmEmailChangeRequest(long AccountId, EmailAddress Email, string Visitor, string Code);

/// <param name="Account">For a new session in place of the one that asked; all others have ended.</param>
public sealed record ConfirmEmailChangeResult(ConfirmEmailChangeStatus Status, SignedInAccount? Account);

/// <summary>Second step: the code from the new mailbox. The old mailbox is told, and can take the account back for a
/// week by choosing a new password.</summary>
public sealed partial class ConfirmEmailChange(
    ShopStore store, MailCodes codes, TimeProvider clock, ILogger<ConfirmEmailChange> log)
{
    public async Task<ConfirmEmailChangeResult> ExecuteAsync(ConfirmEmailChangeRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogConfirmed(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<ConfirmEmailChangeResult> TryAsync(
        ConfirmEmailChangeRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var subject = BeginEmailChange.SubjectOf(request.AccountId, request.Email, request.Visitor);
        var code = await codes.ConsumeAsync(subject, request.Code, now, ct);
        if (code != CodeStatus.Right)
            return Refused(StatusOf(code));
        try
        {
            return await store.WriteAsync(db => WriteAsync(db, request, now, ct), ct);
        }
        catch (Exception failure) when (StoreErrors.IsDuplicate(failure))
        {
            return Refused(ConfirmEmailChangeStatus.AddressTaken);
        }
    }

    private static async Task<ConfirmEmailChangeResult> WriteAsync(
        ShopDbContext db, ConfirmEmailChangeRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (await AccountWrites.EnterAsync(db, request.AccountId, ct) is not { } account)
            return Refused(ConfirmEmailChangeStatus.NoAccount);
        var old = EmailAddress.Parse(account.NormalizedEmail!);
        if (old == request.Email)
            return new ConfirmEmailChangeResult(
                ConfirmEmailChangeStatus.Changed, await AccountReads.SignedInAsync(db, account, ct));
        account.MoveTo(request.Email);
        // The index has the last word about accounts; who changed away from it is asked after that, for only then is
        // it known that nobody is changing at this moment.
        await db.SaveChangesAsync(ct);
        if (await FormerEmails.IsHeldByAnotherAsync(db, account, request.Email, now, ct))
        {
            db.Abandon();
            return Refused(ConfirmEmailChangeStatus.AddressTaken);
        }

        await FormerEmails.HoldAsync(db, account, (old, request.Email), now, ct);
        MailQueue.Add(db, now, AccountMails.EmailChanged(
            new MailReader(old, account.Culture), request.Email, now + FormerEmails.HeldFor));
        return new ConfirmEmailChangeResult(
            ConfirmEmailChangeStatus.Changed, await AccountReads.SignedInAsync(db, account, ct));
    }

    private static ConfirmEmailChangeResult Refused(ConfirmEmailChangeStatus status) => new(status, null);

    private static ConfirmEmailChangeStatus StatusOf(CodeStatus status) => status switch
    {
        CodeStatus.TryAgainShortly => ConfirmEmailChangeStatus.TryAgainShortly,
        CodeStatus.NotLive => ConfirmEmailChangeStatus.CodeNotLive,
        CodeStatus.Void => ConfirmEmailChangeStatus.CodeVoid,
        CodeStatus.Wrong => ConfirmEmailChangeStatus.CodeWrong,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Change of address of account {AccountId}: {Status}")]
    private static partial void LogConfirmed(ILogger log, long accountId, ConfirmEmailChangeStatus status);
}

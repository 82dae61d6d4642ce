using EShop.Core.Mail;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum CompleteSecondStepStatus
{
    /// <summary>Ten minutes have passed, or the password was changed since: sign in again.</summary>
    Expired = 1,
    TooMany = 2,
    Wrong = 3,

    /// <summary>The code is right and was used already: the next one will do.</summary>
    AlreadyUsed = 4,
    SignedIn = 5,
}

/// <param name="Ticket">What the right password gave.</param>
/// <param name="Code">As typed: six digits of the app, or a recovery code.</param>
public sealed record CompleteSecondStepRequest(string? Ticket, string Code);

/// <param name="RetryAfter">When there is room for another try.</param>
/// <param name="Proof">Says that its owner has just signed in.</param>
public sealed record CompleteSecondStepResult(
    CompleteSecondStepStatus Status, SignedInAccount? Account, TimeSpan RetryAfter, string Proof)
{
    internal static CompleteSecondStepResult Refused(CompleteSecondStepStatus status, TimeSpan retryAfter = default) =>
        new(status, null, retryAfter, "");
}

/// <summary>The second step of signing in. A try is counted before it is checked; a code is used up by whoever comes
/// first.</summary>
public sealed partial class CompleteSecondStep(
    ShopStore store, TimedSeals seals, SecondStepLimits limits, TimeProvider clock, ILogger<CompleteSecondStep> log)
{
    public async Task<CompleteSecondStepResult> ExecuteAsync(CompleteSecondStepRequest request, CancellationToken ct)
    {
        var note = seals.Open(SealKind.SecondStep, request.Ticket, clock.GetUtcNow());
        var result = await TryAsync(note, request.Code, clock.GetUtcNow(), ct);
        LogStep(log, note?.AccountId ?? 0, result.Status);
        return result;
    }

    private async Task<CompleteSecondStepResult> TryAsync(
        SealedNote? note, string code, DateTimeOffset now, CancellationToken ct)
    {
        if (note is null)
            return CompleteSecondStepResult.Refused(CompleteSecondStepStatus.Expired);
        var account = await store.ReadAsync(
            db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == note.AccountId, ct), ct);
        if (account is null || account.SecurityStamp != note.Text)
            return CompleteSecondStepResult.Refused(CompleteSecondStepStatus.Expired);
        var limit = await limits.TakeAsync(account, now, ct);
        if (limit.RetryAfter is { } wait)
            return CompleteSecondStepResult.Refused(CompleteSecondStepStatus.TooMany, wait);
        var (status, signedIn) = await store.WriteAsync(db => UseAsync(db, account, code, now, ct), ct);
        if (signedIn is null)
        {
            await limits.CountWrongAsync(limit, account.Id, now, ct);
            return CompleteSecondStepResult.Refused(status);
        }

        await limits.ForgetAsync(account.Id, ct);
        var proof = seals.Seal(new SealedNote(SealKind.SignedIn, account.Id, ""), now);
        return new CompleteSecondStepResult(status, signedIn, TimeSpan.Zero, proof);
    }

    private async Task<(CompleteSecondStepStatus Status, SignedInAccount? Account)> UseAsync(
        ShopDbContext db, Account account, string code, DateTimeOffset now, CancellationToken ct)
    {
        var status = TypedText.TryDigits(code, Totp.Digits, out var digits)
            ? await UseAppCodeAsync(db, account.Id, digits, now, ct)
            : await UseRecoveryCodeAsync(db, account, code, now, ct);
        return status == CompleteSecondStepStatus.SignedIn
            ? (status, await AccountReads.SignedInAsync(db, account, ct))
            : (status, null);
    }

    private async Task<CompleteSecondStepStatus> UseAppCodeAsync(
        ShopDbContext db, long accountId, string digits, DateTimeOffset now, CancellationToken ct)
    {
        var found = await db.Set<Authenticator>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.AccountId == accountId, ct);
        // A key whose seal no longer opens (the ring is gone) makes no code right; recovery codes still are.
        if (seals.Open(SealKind.Key, found?.SealedKey, now) is not { } key || key.AccountId != accountId)
            return CompleteSecondStepStatus.Wrong;
        if (Totp.StepOf(digits, Convert.FromHexString(key.Text), now) is not { } step)
            return CompleteSecondStepStatus.Wrong;
        return await AuthenticatorLedger.UseStepAsync(db, accountId, step, ct)
            ? CompleteSecondStepStatus.SignedIn
            : CompleteSecondStepStatus.AlreadyUsed;
    }

    private static async Task<CompleteSecondStepStatus> UseRecoveryCodeAsync(
        ShopDbContext db, Account account, string code, DateTimeOffset now, CancellationToken ct)
    {
        if (!await AuthenticatorLedger.UseRecoveryCodeAsync(db, account.Id, code, ct))
            return CompleteSecondStepStatus.Wrong;
        MailQueue.Add(db, now, FactorMails.RecoveryCodeUsed(account));
        return CompleteSecondStepStatus.SignedIn;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Second step of account {AccountId}: {Status}")]
    private static partial void LogStep(ILogger log, long accountId, CompleteSecondStepStatus status);
}

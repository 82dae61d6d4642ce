using EShop.Core.Accounts.Passwords;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum AskAgainStatus
{
    NoAccount = 1,
    Locked = 2,
    Busy = 3,
    Wrong = 4,
    Confirmed = 5,
}

public sealed record AskAgainRequest(long AccountId, string Password, NetworkAddress Network);

/// <param name="Proof">With it factors can be added and taken away for five minutes.</param>
public sealed record AskAgainResult(AskAgainStatus Status, TimeSpan RetryAfter, string Proof)
{
    internal static AskAgainResult Refused(AskAgainStatus status, TimeSpan retryAfter = default) =>
        new(status, retryAfter, "");
}

/// <summary>Asks the password of who is signed in already, before something that a thief of the session wants.
/// </summary>
public sealed partial class AskAgain(
    ShopStore store, PasswordHashing hashing, SignInLimits limits, TimedSeals seals, TimeProvider clock,
    ILogger<AskAgain> log)
{
    public async Task<AskAgainResult> ExecuteAsync(AskAgainRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogAsked(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<AskAgainResult> TryAsync(AskAgainRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await store.ReadAsync(
            db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), ct);
        if (account is null)
            return AskAgainResult.Refused(AskAgainStatus.NoAccount);
        var subject = new SignInSubject(account.NormalizedEmail!, request.Network, "ask-again");
        var limit = await limits.TakeAsync(subject, now, ct);
        if (limit.Status is not null)
            return AskAgainResult.Refused(AskAgainStatus.Locked, limit.RetryAfter);
        if (!limit.IsCounted && account.LockoutEnd > now)
            return AskAgainResult.Refused(AskAgainStatus.Locked, account.LockoutEnd.Value - now);
        var password = request.Password.Length > PasswordPolicy.LengthMax * 2 ? "" : request.Password;
        switch (await hashing.CheckAsync(new PasswordToCheck(account.PasswordHash, password), ct))
        {
            case PasswordCheck.Busy:
                return AskAgainResult.Refused(AskAgainStatus.Busy);
            case PasswordCheck.Wrong:
                if (!limit.IsCounted)
                    await SignInLimits.CountInRowAsync(store, account.Id, now, ct);
                return AskAgainResult.Refused(AskAgainStatus.Wrong);
            case PasswordCheck.Right or PasswordCheck.RightButWeak:
                await limits.ForgetAsync(subject, ct);
                var proof = seals.Seal(new SealedNote(SealKind.AskedAgain, account.Id, ""), now);
                return new AskAgainResult(AskAgainStatus.Confirmed, TimeSpan.Zero, proof);
            default:
                throw new InvalidOperationException("Unknown password check.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked account {AccountId} again: {Status}")]
    private static partial void LogAsked(ILogger log, long accountId, AskAgainStatus status);
}

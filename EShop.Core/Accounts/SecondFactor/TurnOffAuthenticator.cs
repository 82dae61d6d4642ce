using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum TurnOffAuthenticatorStatus
{
    NoAccount = 1,

    /// <summary>Its owner was not asked again recently enough; having signed in is not enough here.</summary>
    NotConfirmed = 2,
    NotOn = 3,

    /// <summary>Staff keeps at least one factor: add a passkey first.</summary>
    LastOfStaff = 4,
    Off = 5,
}

public sealed record TurnOffAuthenticatorRequest(long AccountId, string? Proof);

/// <param name="Account">For a new session in place of this one: all others end.</param>
public sealed record TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus Status, SignedInAccount? Account);

/// <summary>Takes the authenticator and its recovery codes away, and tells the owner by mail.</summary>
public sealed partial class TurnOffAuthenticator(
    ShopStore store, TimedSeals seals, TimeProvider clock, ILogger<TurnOffAuthenticator> log)
{
    public async Task<TurnOffAuthenticatorResult> ExecuteAsync(
        TurnOffAuthenticatorRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => WriteAsync(db, request, now, ct), ct);
        LogOff(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<TurnOffAuthenticatorResult> WriteAsync(
        ShopDbContext db, TurnOffAuthenticatorRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
        if (account is null)
            return new TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus.NoAccount, null);
        if (!seals.IsFresh(request.Proof, account.Id, isAdding: false, now))
            return new TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus.NotConfirmed, null);
        var factors = await Factors.OfAsync(db, account.Id, ct);
        if (!factors.HasAuthenticator)
            return new TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus.NotOn, null);
        if (factors is { IsStaff: true, HasPasskey: false })
            return new TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus.LastOfStaff, null);
        if (!await AuthenticatorLedger.RemoveAsync(db, account.Id, ct))
            return new TurnOffAuthenticatorResult(TurnOffAuthenticatorStatus.NotOn, null);
        account.SecurityStamp = RandomToken.New();
        MailQueue.Add(db, now, FactorMails.AuthenticatorOff(account));
        await db.SaveChangesAsync(ct);
        return new TurnOffAuthenticatorResult(
            TurnOffAuthenticatorStatus.Off, await AccountReads.SignedInAsync(db, account, ct));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Authenticator off for account {AccountId}: {Status}")]
    private static partial void LogOff(ILogger log, long accountId, TurnOffAuthenticatorStatus status);
}

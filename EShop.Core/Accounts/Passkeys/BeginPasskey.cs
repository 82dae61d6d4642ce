using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.Passkeys;

public enum BeginPasskeyStatus
{
    NoAccount = 1,

    /// <summary>Its owner was not asked recently enough.</summary>
    NotConfirmed = 2,

    /// <summary>Ten are enough for anybody.</summary>
    TooMany = 3,
    TryAgainShortly = 4,
    Begun = 5,
}

public sealed record BeginPasskeyRequest(long AccountId, string? Proof, PasskeySite Site);

public sealed record BeginPasskeyResult(BeginPasskeyStatus Status, PasskeyChallenge? Challenge);

/// <summary>Asks the browser to make a passkey; the device refuses when it holds one of this account already.</summary>
public sealed class BeginPasskey(ShopStore store, TimedSeals seals, PasskeyCeremonies ceremonies, TimeProvider clock)
{
    public async Task<BeginPasskeyResult> ExecuteAsync(BeginPasskeyRequest request, CancellationToken ct)
    {
        var (account, count) = await store.ReadAsync(
            async db => (
                await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct),
                await db.Set<IdentityUserPasskey<long>>().CountAsync(p => p.UserId == request.AccountId, ct)),
            ct);
        if (account is null)
            return new BeginPasskeyResult(BeginPasskeyStatus.NoAccount, null);
        if (!seals.IsFresh(request.Proof, account.Id, isAdding: true, clock.GetUtcNow()))
            return new BeginPasskeyResult(BeginPasskeyStatus.NotConfirmed, null);
        if (count >= AddPasskey.PerAccountMax)
            return new BeginPasskeyResult(BeginPasskeyStatus.TooMany, null);
        try
        {
            var challenge = await ceremonies.AskToMakeAsync(account, request.Site, ct);
            return new BeginPasskeyResult(BeginPasskeyStatus.Begun, challenge);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return new BeginPasskeyResult(BeginPasskeyStatus.TryAgainShortly, null);
        }
    }
}

using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.Passkeys;

public enum BeginPasskeySignInStatus
{
    TryAgainShortly = 1,
    TooManyFromNetwork = 2,
    NoAccount = 3,
    Begun = 4,
}

/// <param name="AccountId">Who is signed in and is asked again; null: whoever the passkey names.</param>
public sealed record BeginPasskeySignInRequest(long? AccountId, NetworkAddress Network, PasskeySite Site);

public sealed record BeginPasskeySignInResult(
    BeginPasskeySignInStatus Status, PasskeyChallenge? Challenge, TimeSpan RetryAfter)
{
    internal static BeginPasskeySignInResult Refused(
        BeginPasskeySignInStatus status, TimeSpan retryAfter = default) => new(status, null, retryAfter);
}

/// <summary>Asks the browser to show a passkey. It tells nothing about who has an account.</summary>
public sealed class BeginPasskeySignIn(
    ShopStore store, SignInLimits limits, PasskeyCeremonies ceremonies, TimeProvider clock)
{
    public async Task<BeginPasskeySignInResult> ExecuteAsync(BeginPasskeySignInRequest request, CancellationToken ct)
    {
        try
        {
            var taken = await limits.TakeFromNetworkAsync(request.Network, clock.GetUtcNow(), ct);
            if (taken.Status == CeilingStatus.Unknown)
                return BeginPasskeySignInResult.Refused(BeginPasskeySignInStatus.TryAgainShortly);
            if (taken.Status == CeilingStatus.Reached)
                return BeginPasskeySignInResult.Refused(
                    BeginPasskeySignInStatus.TooManyFromNetwork, taken.RetryAfter);
            var account = request.AccountId is { } id
                ? await store.ReadAsync(db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, ct), ct)
                : null;
            if (request.AccountId is not null && account is null)
                return BeginPasskeySignInResult.Refused(BeginPasskeySignInStatus.NoAccount);
            var challenge = await ceremonies.AskToShowAsync(account, request.Site, ct);
            return new BeginPasskeySignInResult(BeginPasskeySignInStatus.Begun, challenge, TimeSpan.Zero);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return BeginPasskeySignInResult.Refused(BeginPasskeySignInStatus.TryAgainShortly);
        }
    }
}

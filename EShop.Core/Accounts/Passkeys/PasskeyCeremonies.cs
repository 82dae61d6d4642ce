using System.Globalization;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts.Passkeys;

/// <param name="Domain">What passkeys are bound to: the host name of the shop's public address.</param>
/// <param name="Origin">Where they may be made and shown: scheme, host and port.</param>
public sealed record PasskeySite(string Domain, string Origin);

/// <param name="Id">Sent back with the answer.</param>
/// <param name="OptionsJson">For the browser's <c>navigator.credentials</c>.</param>
public sealed record PasskeyChallenge(string Id, string OptionsJson);

/// <param name="ChallengeId">Which challenge it answers.</param>
/// <param name="CredentialJson">What the browser made of it.</param>
/// <param name="Site">Where it was made.</param>
public sealed record PasskeyAnswer(string ChallengeId, string CredentialJson, PasskeySite Site);

internal enum PasskeyReadStatus
{
    /// <summary>Redis is away: nobody knows whether the challenge was answered before.</summary>
    TryAgainShortly = 1,

    /// <summary>No such challenge, an expired one, one of another account, or one that was answered before.</summary>
    NotLive = 2,
    Refused = 3,
    Right = 4,
}

internal sealed record PasskeyRead(PasskeyReadStatus Status, UserPasskeyInfo? Passkey, Account? Account);

/// <summary>
/// Asks for passkeys and checks the answers, with Identity's handler (WebAuthn level 3): the user is verified by the
/// device, the origin is the shop's own. A challenge lies in Redis for five minutes and is taken out by its first
/// answer.
/// </summary>
public sealed class PasskeyCeremonies(ShopStore store, RedisConnection redis, TimeProvider clock)
{
    internal const int CredentialJsonMax = 16 * 1024;

    private const string Prefix = "{passkeys}:";
    private const string Make = "make";
    private const string Show = "show";

    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    /// <summary>Throws what Redis throws when it is away.</summary>
    internal async Task<PasskeyChallenge> AskToMakeAsync(Account account, PasskeySite site, CancellationToken ct)
    {
        using var users = Users();
        var id = account.Id.ToString(CultureInfo.InvariantCulture);
        var user = new PasskeyUserEntity { Id = id, Name = account.Email!, DisplayName = account.DisplayName };
        var asked = await HandlerAt(site, users).MakeCreationOptionsAsync(user, new DefaultHttpContext());
        return new PasskeyChallenge(
            await KeepAsync(Make, account.Id, asked.AttestationState!, ct), asked.CreationOptionsJson);
    }

    /// <summary>Of that account, or of whichever one the passkey names. Throws what Redis throws when it is away.
    /// </summary>
    internal async Task<PasskeyChallenge> AskToShowAsync(Account? account, PasskeySite site, CancellationToken ct)
    {
        using var users = Users();
        var asked = await HandlerAt(site, users).MakeRequestOptionsAsync(account!, new DefaultHttpContext());
        return new PasskeyChallenge(
            await KeepAsync(Show, account?.Id ?? 0, asked.AssertionState!, ct), asked.RequestOptionsJson);
    }

    internal Task<PasskeyRead> ReadMadeAsync(long accountId, PasskeyAnswer answer, CancellationToken ct) =>
        ReadAsync(Make, accountId, answer, CheckMadeAsync, ct);

    /// <param name="accountId">0: of whichever account.</param>
    internal Task<PasskeyRead> ReadShownAsync(long accountId, PasskeyAnswer answer, CancellationToken ct) =>
        ReadAsync(Show, accountId, answer, CheckShownAsync, ct);

    private async Task<PasskeyRead> ReadAsync(
        string purpose, long accountId, PasskeyAnswer answer, Func<PasskeyAnswer, string, Task<PasskeyRead>> check,
        CancellationToken ct)
    {
        try
        {
            var state = await TakeAsync(purpose, accountId, answer.ChallengeId, ct);
            if (state is null)
                return new PasskeyRead(PasskeyReadStatus.NotLive, null, null);
            return answer.CredentialJson.Length > CredentialJsonMax
                ? new PasskeyRead(PasskeyReadStatus.Refused, null, null)
                : await check(answer, state);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return new PasskeyRead(PasskeyReadStatus.TryAgainShortly, null, null);
        }
    }

    private async Task<PasskeyRead> CheckMadeAsync(PasskeyAnswer answer, string state)
    {
        using var users = Users();
        var result = await HandlerAt(answer.Site, users).PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = new DefaultHttpContext(), CredentialJson = answer.CredentialJson, AttestationState = state,
        });
        return result.Succeeded
            ? new PasskeyRead(PasskeyReadStatus.Right, result.Passkey, null)
            : new PasskeyRead(PasskeyReadStatus.Refused, null, null);
    }

    private async Task<PasskeyRead> CheckShownAsync(PasskeyAnswer answer, string state)
    {
        using var users = Users();
        var result = await HandlerAt(answer.Site, users).PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = new DefaultHttpContext(), CredentialJson = answer.CredentialJson, AssertionState = state,
        });
        return result.Succeeded
            ? new PasskeyRead(PasskeyReadStatus.Right, result.Passkey, result.User)
            : new PasskeyRead(PasskeyReadStatus.Refused, null, null);
    }

    private async Task<string> KeepAsync(string purpose, long accountId, string state, CancellationToken ct)
    {
        var id = RandomToken.New();
        var expires = (clock.GetUtcNow() + ChallengeLife).ToUnixTimeMilliseconds();
        var database = await redis.GetDatabaseAsync(ct);
        await database.StringSetAsync(
            redis.Key(Prefix + id), FormattableString.Invariant($"{purpose}\n{accountId}\n{expires}\n{state}"),
            ChallengeLife);
        return id;
    }

    /// <summary>Taken out in one step: of many answers to one challenge only the first is looked at.</summary>
    private async Task<string?> TakeAsync(string purpose, long accountId, string id, CancellationToken ct)
    {
        if (!RandomToken.IsOne(id))
            return null;
        var database = await redis.GetDatabaseAsync(ct);
        var found = (string?)await database.StringGetDeleteAsync(redis.Key(Prefix + id));
        var owner = accountId.ToString(CultureInfo.InvariantCulture);
        return found?.Split('\n', 4) is [var kept, var account, var expires, var state]
            && kept == purpose && account == owner
            && long.Parse(expires, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeMilliseconds()
            ? state
            : null;
    }

    private UserManager<Account> Users() => new(
        new PasskeyStore(store), Options.Create(new IdentityOptions()), new PasswordHasher<Account>(), [], [],
        new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!,
        NullLogger<UserManager<Account>>.Instance);

    private static PasskeyHandler<Account> HandlerAt(PasskeySite site, UserManager<Account> users) => new(
        users,
        Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = site.Domain,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = asked => ValueTask.FromResult(
                !asked.CrossOrigin && string.Equals(asked.Origin, site.Origin, StringComparison.OrdinalIgnoreCase)),
        }));
}

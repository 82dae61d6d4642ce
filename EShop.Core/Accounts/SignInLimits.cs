using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

internal sealed record SignInSubject(string Email, NetworkAddress Network, string? KnownDevice);

/// <param name="Status">Why the try is refused; null when it may go on.</param>
/// <param name="RetryAfter">When it may be tried again.</param>
/// <param name="IsCounted">False when Redis is away: then the account's own row counts.</param>
internal sealed record SignInLimit(SignInStatus? Status, TimeSpan RetryAfter, bool IsCounted);

/// <summary>
/// Five tries for an address, known or not, then pauses that grow (<see cref="SignInPauses"/>), and a number for a
/// network, each with its own count. The lock is soft: it opens by itself, a known browser is not behind it, and a code
/// by mail opens it at once.
/// </summary>
public sealed class SignInLimits(
    Ceilings ceilings, SignInPauses pauses, CodeKey key, IOptions<SignUpGuardOptions> settings)
{
    internal const int TriesMax = SignInPauses.FreeTries;
    internal static readonly TimeSpan LockLength = SignInPauses.FirstPause;

    internal async Task<SignInLimit> TakeAsync(SignInSubject subject, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var network = await NetworkCeilingAsync(subject.Network, ct);
            var taken = await ceilings.TakeAsync([network], now, ct);
            if (taken.Status == CeilingStatus.Reached)
                return new SignInLimit(SignInStatus.TooManyFromNetwork, taken.RetryAfter, IsCounted: true);
            if (taken.Status == CeilingStatus.Unknown)
                return new SignInLimit(null, TimeSpan.Zero, IsCounted: false);
            var wait = await pauses.TakeAsync(await NameOfAsync(subject, ct), now, ct);
            return new SignInLimit(wait > TimeSpan.Zero ? SignInStatus.Locked : null, wait, IsCounted: true);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return new SignInLimit(null, TimeSpan.Zero, IsCounted: false);
        }
    }

    /// <summary>A passkey names its account only when it is shown: only the network can be counted. Throws what Redis
    /// throws when it is away.</summary>
    internal async Task<CeilingResult> TakeFromNetworkAsync(
        NetworkAddress network, DateTimeOffset now, CancellationToken ct) =>
        await ceilings.TakeAsync([await NetworkCeilingAsync(network, ct)], now, ct);

    /// <summary>A right password, or a code by mail, ends the counting for the address.</summary>
    internal async Task ForgetAsync(SignInSubject subject, CancellationToken ct)
    {
        try
        {
            await pauses.ForgetAsync(await NameOfAsync(subject, ct), ct);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            // Then it is forgotten by itself, in a quarter of an hour or a day.
        }
    }

    /// <summary>Stands in while Redis is away: the same five in the account's own row.</summary>
    internal static Task CountInRowAsync(ShopStore store, long accountId, DateTimeOffset now, CancellationToken ct) =>
        store.WriteAsync(
            async db =>
            {
                var row = db.Set<Account>().Where(a => a.Id == accountId);
                await row.ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), ct);
                await row.Where(a => a.AccessFailedCount >= TriesMax).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.AccessFailedCount, 0)
                        .SetProperty(a => a.LockoutEnd, (DateTimeOffset?)(now + LockLength)),
                    ct);
            },
            ct);

    private async Task<Ceiling> NetworkCeilingAsync(NetworkAddress network, CancellationToken ct) => new(
        $"sign-in-network:{await key.HashAsync(network.Value, ct)}",
        settings.Value.SignInsPerNetworkMinute, TimeSpan.FromMinutes(1));

    private Task<string> NameOfAsync(SignInSubject subject, CancellationToken ct) =>
        key.HashAsync(subject.Email + "\n" + subject.KnownDevice, ct);
}

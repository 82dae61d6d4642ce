using System.Collections.Concurrent;
using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>Counts the callbacks of each network whose signature is wrong, on all nodes together. It is asked only
/// after the signature was looked at: a provider's own are never counted and never refused, also where somebody forges
/// callbacks from the same network.</summary>
public sealed class ForgedCallbacks(Ceilings ceilings, CodeKey key, IOptions<PaymentOptions> settings)
{
    private const int RememberedMax = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A node that knows asks no more, so that a flood does not reach Redis, which the locks need.
    private readonly ConcurrentDictionary<NetworkAddress, DateTimeOffset> _refusedUntil = new();

    /// <summary>How long the network is refused; null while it may go on, and while Redis is away.</summary>
    internal async Task<TimeSpan?> CountAsync(NetworkAddress network, DateTimeOffset now, CancellationToken ct)
    {
        if (_refusedUntil.TryGetValue(network, out var until) && until > now) return until - now;
        try
        {
            var name = await key.HashAsync(network.Value, ct);
            var taken = await ceilings.TakeAsync(
                [new Ceiling($"callbacks-forged:{name}", settings.Value.ForgedPerNetworkMinute, Window)], now, ct);
            if (taken.Status != CeilingStatus.Reached) return null;
            Remember(network, now, taken.RetryAfter);
            return taken.RetryAfter;
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return null; // the signature alone keeps them out; the count only spares the log
        }
    }

    private void Remember(NetworkAddress network, DateTimeOffset now, TimeSpan wait)
    {
        if (_refusedUntil.Count >= RememberedMax)
            foreach (var past in _refusedUntil.Where(refused => refused.Value <= now)) _refusedUntil.TryRemove(past);
        if (_refusedUntil.Count < RememberedMax) _refusedUntil[network] = now + wait;
    }
}

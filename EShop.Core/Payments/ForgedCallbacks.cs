using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>Counts the callbacks of each network whose signature is wrong, exactly and on all nodes. It is asked only
/// after the signature was looked at: a provider's own are never counted and never refused, also where somebody forges
/// callbacks from the same network.</summary>
public sealed class ForgedCallbacks(Ceilings ceilings, CodeKey key, IOptions<PaymentOptions> settings)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>How long the network is refused; null while it may go on, and while Redis is away.</summary>
    internal async Task<TimeSpan?> CountAsync(NetworkAddress network, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var name = await key.HashAsync(network.Value, ct);
            var taken = await ceilings.TakeAsync(
                [new Ceiling($"callbacks-forged:{name}", settings.Value.ForgedPerNetworkMinute, Window)], now, ct);
            return taken.Status == CeilingStatus.Reached ? taken.RetryAfter : null;
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return null; // the signature alone keeps them out; the count only spares the log
        }
    }
}

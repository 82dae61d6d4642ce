using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

/// <summary>Counts the codes that are typed, right or wrong, by account and by network, exactly and on all nodes: who
/// tries many does not find one. While Redis is away nobody knows how many were tried, so none is taken.</summary>
public sealed class CodeLimits(Ceilings ceilings, CodeKey key, IOptions<CouponOptions> settings)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    internal async Task<CeilingResult> TakeAsync(
        (long AccountId, NetworkAddress Network) who, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var network = await key.HashAsync(who.Network.Value, ct);
            return await ceilings.TakeAsync(
                [
                    new Ceiling($"coupon-code-account:{who.AccountId}", settings.Value.CodesPerAccountHour, Window),
                    new Ceiling($"coupon-code-network:{network}", settings.Value.CodesPerNetworkHour, Window),
                ],
                now, ct);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return CeilingResult.Unknown;
        }
    }
}

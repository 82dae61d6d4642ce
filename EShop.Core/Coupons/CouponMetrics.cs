using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Coupons;

/// <summary>Claims by what came of them. Public only as a handle for constructors.</summary>
public sealed class CouponMetrics
{
    private readonly Counter<long> _claims;

    public CouponMetrics(IMeterFactory meters) =>
        _claims = meters.Create(ShopMeters.Of("Coupons"))
            .CreateCounter<long>("eshop.claims", "{claim}", "Claims of coupons, by outcome");

    internal void Claimed(ClaimCouponStatus status) =>
        _claims.Add(1, new KeyValuePair<string, object?>("outcome", status.ToString()));
}

namespace EShop.Core.Coupons;

/// <summary>Decides the claims of one turn in memory, first come first served; knows no database.</summary>
internal sealed class ClaimLine
{
    private readonly Coupon _coupon;
    private readonly DateTimeOffset _now;
    private readonly ILookup<long, CouponClaim> _before;
    private readonly Dictionary<long, List<CouponClaim>> _inTurn = [];

    public ClaimLine(Coupon coupon, IEnumerable<CouponClaim> held, DateTimeOffset now)
    {
        _coupon = coupon;
        _now = now;
        _before = held.ToLookup(c => c.AccountId);
    }

    /// <summary>The claims that this turn gives out.</summary>
    public List<CouponClaim> New { get; } = [];

    public (ClaimCouponStatus Status, CouponClaim? Claim) Decide(ClaimCouponRequest request)
    {
        var mine = Held(request.AccountId).ToList();
        if (mine.Find(c => c.RequestKey == request.RequestKey) is { } same) return (ClaimCouponStatus.Claimed, same);
        if (mine.Count >= _coupon.LimitPerPerson) return (ClaimCouponStatus.AlreadyYours, mine[^1]);
        if (_coupon.Claimed + New.Count >= _coupon.Total) return (ClaimCouponStatus.AllGone, null);
        var claim = NewClaim(_coupon, _now, (request.AccountId, mine.Count + 1, request.RequestKey));
        New.Add(claim);
        if (!_inTurn.TryGetValue(request.AccountId, out var inTurn)) _inTurn[request.AccountId] = inTurn = [];
        inTurn.Add(claim);
        return (ClaimCouponStatus.Claimed, claim);
    }

    /// <summary>A claim under the coupon's terms of this moment, valid for its days.</summary>
    public static CouponClaim NewClaim(
        Coupon coupon, DateTimeOffset now, (long AccountId, int Nth, Guid RequestKey) owner) => new()
        {
            CouponId = coupon.Id,
            AccountId = owner.AccountId,
            Nth = owner.Nth,
            RequestKey = owner.RequestKey,
            Terms = coupon.Terms with { },
            ClaimedAt = now,
            ExpiresAt = now.AddDays(coupon.ValidDays),
        };

    private IEnumerable<CouponClaim> Held(long accountId) =>
        _before[accountId].Concat(_inTurn.GetValueOrDefault(accountId) ?? []);
}

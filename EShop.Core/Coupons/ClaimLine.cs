namespace EShop.Core.Coupons;

/// <summary>A claim that was there before the turn.</summary>
internal sealed record HeldClaim(long Id, long AccountId, Guid RequestKey);

/// <param name="Claim">The claim of this turn, whose id is known once it is written.</param>
/// <param name="HeldId">The claim that was there before; 0: none.</param>
internal readonly record struct ClaimDecision(ClaimCouponStatus Status, CouponClaim? Claim, long HeldId)
{
    public ClaimCouponResult Answer => new(Status, Claim?.Id ?? HeldId, null);
}

/// <summary>Decides the claims of one turn in memory, first come first served; knows no database.</summary>
internal sealed class ClaimLine
{
    private readonly Coupon _coupon;
    private readonly DateTimeOffset _now;
    private readonly ILookup<long, HeldClaim> _before;
    private readonly Dictionary<long, List<CouponClaim>> _inTurn = [];

    public ClaimLine(Coupon coupon, IEnumerable<HeldClaim> held, DateTimeOffset now)
    {
        _coupon = coupon;
        _now = now;
        _before = held.OrderBy(c => c.Id).ToLookup(c => c.AccountId);
    }

    /// <summary>The claims that this turn gives out.</summary>
    public List<CouponClaim> New { get; } = [];

    public ClaimDecision Decide(ClaimCouponRequest request)
    {
        var (before, inTurn) = (_before[request.AccountId], _inTurn.GetValueOrDefault(request.AccountId) ?? []);
        if (before.FirstOrDefault(c => c.RequestKey == request.RequestKey) is { } held)
            return new(ClaimCouponStatus.Claimed, null, held.Id);
        if (inTurn.Find(c => c.RequestKey == request.RequestKey) is { } same)
            return new(ClaimCouponStatus.Claimed, same, 0);
        var count = before.Count() + inTurn.Count;
        if (count >= _coupon.LimitPerPerson)
            return new(ClaimCouponStatus.AlreadyYours, inTurn.LastOrDefault(), before.LastOrDefault()?.Id ?? 0);
        if (_coupon.Claimed + New.Count >= _coupon.Total) return new(ClaimCouponStatus.AllGone, null, 0);
        return new(ClaimCouponStatus.Claimed, Give(request, count + 1), 0);
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

    private CouponClaim Give(ClaimCouponRequest request, int nth)
    {
        var claim = NewClaim(_coupon, _now, (request.AccountId, nth, request.RequestKey));
        New.Add(claim);
        if (!_inTurn.TryGetValue(request.AccountId, out var mine)) _inTurn[request.AccountId] = mine = [];
        mine.Add(claim);
        return claim;
    }
}

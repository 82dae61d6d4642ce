namespace EShop.Core.Coupons;

/// <param name="Claim">The claim of this turn, whose id is known once it is written.</param>
/// <param name="HeldId">The claim that was there before; 0: none.</param>
internal readonly record struct ClaimDecision(ClaimCouponStatus Status, CouponClaim? Claim, long HeldId)
{
    /// <summary>Of the coupon, for a status that tells it.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    public ClaimCouponResult Answer =>
        new(Status, Claim?.Id ?? HeldId, Status == ClaimCouponStatus.NotOpenYet ? OpensAt : null);
}

/// <summary>Decides the claims of one turn in memory, first come first served; knows no database.</summary>
internal sealed class ClaimLine
{
    private readonly Coupon _coupon;
    private readonly DateTimeOffset _now;
    private readonly HeldClaims _before;
    private readonly ClaimCouponStatus? _closed;
    private readonly Dictionary<long, List<CouponClaim>> _inTurn = [];
    private readonly HashSet<long> _usedCodes;

    public ClaimLine(Coupon coupon, HeldClaims before, DateTimeOffset now)
    {
        (_coupon, _before, _now) = (coupon, before, now);
        _closed = coupon.WhyClosed(now);
        _usedCodes = [.. before.ByCode.Keys];
    }

    /// <summary>Those of the new claims that staff gave, with who did.</summary>
    public List<(long StaffId, CouponClaim Claim)> Granted { get; } = [];

    /// <summary>The claims that this turn gives out.</summary>
    public List<CouponClaim> New { get; } = [];

    /// <summary>What the key has claimed stays claimed, also when the coupon is closed since; then in the order of
    /// the statuses.</summary>
    public ClaimDecision Decide(ClaimCouponRequest request)
    {
        if (!_coupon.OpensTo(request)) return new(ClaimCouponStatus.NotFound, null, 0);
        var keyed = _before.Keyed[(request.AccountId, request.RequestKey)];
        if (keyed.FirstOrDefault(c => c.CouponId == _coupon.Id) is { } held)
            return new(ClaimCouponStatus.Claimed, null, held.Id);
        var inTurn = _inTurn.GetValueOrDefault(request.AccountId) ?? [];
        if (inTurn.Find(c => c.RequestKey == request.RequestKey) is { } same)
            return new(ClaimCouponStatus.Claimed, same, 0);
        if (_closed is { } closed) return new(closed, null, 0) { OpensAt = _coupon.OpensAt };
        if (request.CodeId is { } code && _usedCodes.Contains(code)) return OfUsedCode(request, code, inTurn);
        var before = _before.Counts.GetValueOrDefault(request.AccountId);
        var count = (before?.Count ?? 0) + inTurn.Count;
        if (count >= _coupon.LimitPerPerson)
            return new(ClaimCouponStatus.AlreadyYours, inTurn.LastOrDefault(), before?.LastId ?? 0);
        if (_coupon.Claimed + New.Count >= _coupon.Total) return new(ClaimCouponStatus.AllGone, null, 0);
        if (request.KeyIsForOneCoupon && keyed.Any()) return new(ClaimCouponStatus.KeyUsedOtherwise, null, 0);
        return new(ClaimCouponStatus.Claimed, Give(request, count + 1), 0);
    }

    /// <summary>To somebody else it is as if there were no such code.</summary>
    private ClaimDecision OfUsedCode(ClaimCouponRequest request, long code, List<CouponClaim> inTurn)
    {
        var before = _before.ByCode.GetValueOrDefault(code);
        var held = before?.AccountId == request.AccountId ? before : null;
        var now = inTurn.Find(c => c.CodeId == code);
        return held is null && now is null
            ? new(ClaimCouponStatus.NotFound, null, 0)
            : new(ClaimCouponStatus.AlreadyYours, now, held?.Id ?? 0);
    }

    /// <summary>A claim under the coupon's terms of this moment, valid for its days.</summary>
    public static CouponClaim NewClaim(
        Coupon coupon, DateTimeOffset now, (long AccountId, int Nth, Guid RequestKey) owner, long? codeId = null) =>
        new()
        {
            CouponId = coupon.Id,
            AccountId = owner.AccountId,
            Nth = owner.Nth,
            RequestKey = owner.RequestKey,
            CodeId = codeId,
            Terms = coupon.Terms with { },
            ClaimedAt = now,
            ExpiresAt = coupon.ExpiryAt(now),
        };

    private CouponClaim Give(ClaimCouponRequest request, int nth)
    {
        var claim = NewClaim(_coupon, _now, (request.AccountId, nth, request.RequestKey), request.CodeId);
        New.Add(claim);
        if (request.StaffId is { } staffId) Granted.Add((staffId, claim));
        if (claim.CodeId is { } used) _usedCodes.Add(used);
        if (!_inTurn.TryGetValue(request.AccountId, out var mine)) _inTurn[request.AccountId] = mine = [];
        mine.Add(claim);
        return claim;
    }
}

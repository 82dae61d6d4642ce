namespace EShop.Core.Coupons;

/// <summary>A claim that was there before the turn.</summary>
/// <param name="CodeId">The code that works once and gave it.</param>
internal sealed record HeldClaim(long Id, long AccountId, Guid RequestKey, long? CodeId);

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
    private readonly HashSet<long> _usedCodes;

    /// <param name="held">What the accounts of the turn hold of the coupon, and what its codes gave before.</param>
    public ClaimLine(Coupon coupon, IReadOnlyList<HeldClaim> held, DateTimeOffset now)
    {
        _coupon = coupon;
        _now = now;
        _before = held.OrderBy(c => c.Id).ToLookup(c => c.AccountId);
        _usedCodes = [.. held.Select(c => c.CodeId).OfType<long>()];
    }

    public static ClaimCouponResult NotFound { get; } = new(ClaimCouponStatus.NotFound, 0, null);

    /// <summary>Those of the new claims that staff gave, with who did.</summary>
    public List<(long StaffId, CouponClaim Claim)> Granted { get; } = [];

    /// <summary>The claims that this turn gives out.</summary>
    public List<CouponClaim> New { get; } = [];

    public ClaimDecision Decide(ClaimCouponRequest request)
    {
        if (!_coupon.OpensTo(request)) return new(ClaimCouponStatus.NotFound, null, 0);
        var (before, inTurn) = (_before[request.AccountId], _inTurn.GetValueOrDefault(request.AccountId) ?? []);
        if (before.FirstOrDefault(c => c.RequestKey == request.RequestKey) is { } held)
            return new(ClaimCouponStatus.Claimed, null, held.Id);
        if (inTurn.Find(c => c.RequestKey == request.RequestKey) is { } same)
            return new(ClaimCouponStatus.Claimed, same, 0);
        if (request.CodeId is { } code && _usedCodes.Contains(code))
            return OfUsedCode(before.FirstOrDefault(c => c.CodeId == code), inTurn.Find(c => c.CodeId == code));
        var count = before.Count() + inTurn.Count;
        if (count >= _coupon.LimitPerPerson)
            return new(ClaimCouponStatus.AlreadyYours, inTurn.LastOrDefault(), before.LastOrDefault()?.Id ?? 0);
        if (_coupon.Claimed + New.Count >= _coupon.Total) return new(ClaimCouponStatus.AllGone, null, 0);
        return new(ClaimCouponStatus.Claimed, Give(request, count + 1), 0);
    }

    /// <summary>To somebody else it is as if there were no such code.</summary>
    private static ClaimDecision OfUsedCode(HeldClaim? held, CouponClaim? inTurn) => held is null && inTurn is null
        ? new(ClaimCouponStatus.NotFound, null, 0)
        : new(ClaimCouponStatus.AlreadyYours, inTurn, held?.Id ?? 0);

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

using EShop.Core.Coupons;

namespace EShop.Tests.Concurrency;

/// <summary>What somebody does to the coupons of a shop.</summary>
internal abstract record Act
{
    public sealed record Claim(int Coupon, long Account, Guid Key) : Act;

    public sealed record Change(int Coupon, CouponChange To, int Version) : Act;

    public sealed record Total(int Coupon, int To, int Version) : Act;

    /// <summary>Holds whatever claim the key gave, for an order.</summary>
    public sealed record Hold(Guid Key, string Order) : Act;

    /// <summary>The order came to nothing: the claim may be used again.</summary>
    public sealed record GiveBack(string Order) : Act;
}

/// <summary>The coupons of a shop in a hundred lines of memory, one thing after the other: what the real one must be
/// explained by, however it was raced, paused and broken.</summary>
internal sealed class ClaimModel
{
    private readonly List<CouponRow> _coupons = [];
    private readonly Dictionary<Guid, ClaimRow> _claims = [];
    private readonly Dictionary<string, Guid> _orders = [];

    private ClaimModel()
    {
    }

    public ClaimModel(IEnumerable<(int Total, int LimitPerPerson)> coupons) =>
        _coupons.AddRange(coupons.Select(c => new CouponRow(c.Total, c.LimitPerPerson, 0, 0, CouponState.Published)));

    public IReadOnlyList<CouponRow> Coupons => _coupons;

    public IReadOnlyDictionary<Guid, ClaimRow> Claims => _claims;

    public IEnumerable<string> OpenOrders => _orders.Keys;

    public ClaimModel Copy()
    {
        var copy = new ClaimModel();
        copy._coupons.AddRange(_coupons);
        foreach (var (key, claim) in _claims) copy._claims[key] = claim;
        foreach (var (order, key) in _orders) copy._orders[order] = key;
        return copy;
    }

    /// <summary>Does it and says what the shop should have answered.</summary>
    public string Do(Act act) => act switch
    {
        Act.Claim claim => Claim(claim).ToString(),
        Act.Change change => Change(change).ToString(),
        Act.Total total => Total(total).ToString(),
        Act.Hold hold => Hold(hold),
        Act.GiveBack back => GiveBack(back),
        _ => throw new InvalidOperationException($"{act} is not in the model."),
    };

    private ClaimCouponStatus Claim(Act.Claim act)
    {
        var coupon = _coupons[act.Coupon];
        if (_claims.ContainsKey(act.Key)) return ClaimCouponStatus.Claimed;
        if (coupon.State == CouponState.Paused) return ClaimCouponStatus.Paused;
        if (_claims.Values.Count(c => c.Coupon == act.Coupon && c.Account == act.Account) >= coupon.LimitPerPerson)
            return ClaimCouponStatus.AlreadyYours;
        if (coupon.Claimed >= coupon.Total) return ClaimCouponStatus.AllGone;
        _coupons[act.Coupon] = coupon with { Claimed = coupon.Claimed + 1 };
        _claims[act.Key] = new ClaimRow(act.Coupon, act.Account, ClaimState.Unused, null);
        return ClaimCouponStatus.Claimed;
    }

    private ChangeCouponStateStatus Change(Act.Change act)
    {
        var coupon = _coupons[act.Coupon];
        if (coupon.Version != act.Version) return ChangeCouponStateStatus.Stale;
        var (from, to) = act.To == CouponChange.Pause
            ? (CouponState.Published, CouponState.Paused) : (CouponState.Paused, CouponState.Published);
        if (coupon.State != from) return ChangeCouponStateStatus.NotFromHere;
        _coupons[act.Coupon] = coupon with { State = to, Version = coupon.Version + 1 };
        return ChangeCouponStateStatus.Changed;
    }

    private ChangeCouponTotalStatus Total(Act.Total act)
    {
        var coupon = _coupons[act.Coupon];
        // A count that moved while it was changed is told as stale, too.
        if (coupon.Version != act.Version || act.To < coupon.Claimed) return ChangeCouponTotalStatus.Stale;
        _coupons[act.Coupon] = coupon with { Total = act.To, Version = coupon.Version + 1 };
        return ChangeCouponTotalStatus.Changed;
    }

    private string Hold(Act.Hold act)
    {
        if (!_claims.TryGetValue(act.Key, out var claim) || claim.State != ClaimState.Unused) return "NotYours";
        _claims[act.Key] = claim with { State = ClaimState.Held, Order = act.Order };
        _orders[act.Order] = act.Key;
        return "Held";
    }

    private string GiveBack(Act.GiveBack act)
    {
        if (!_orders.Remove(act.Order, out var key)) return "False";
        _claims[key] = _claims[key] with { State = ClaimState.Unused, Order = null };
        return "True";
    }

    public sealed record CouponRow(int Total, int LimitPerPerson, int Claimed, int Version, CouponState State);

    public sealed record ClaimRow(int Coupon, long Account, ClaimState State, string? Order);
}

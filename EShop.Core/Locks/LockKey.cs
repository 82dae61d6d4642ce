using System.Globalization;

namespace EShop.Core.Locks;

/// <summary>
/// The name of a lock; every one there is stands here. No two are ever held together.
/// </summary>
internal readonly record struct LockKey
{
    public const string SweepKind = "sweep";

    private const string CouponKind = "coupon", AvatarKind = "avatar";

    private LockKey(string kind, string id) => (Kind, Name) = (kind, $"{kind}:{id}");

    private LockKey(string kind, long id) : this(kind, id.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>What it is a lock of; few, so that metrics can be told by it.</summary>
    public string Kind { get; }

    public string Name { get; }

    /// <summary>Claims of one coupon (S8).</summary>
    public static LockKey Coupon(long couponId) => new(CouponKind, couponId);

    /// <summary>Uploads of one account, so that one picture of theirs at a time is decoded.</summary>
    public static LockKey Avatar(long accountId) => new(AvatarKind, accountId);

    /// <summary>A timed job, so that one node at a time sweeps; two at once do no harm.</summary>
    public static LockKey Sweep(string job) => new(SweepKind, job);

    public override string ToString() => Name;
}

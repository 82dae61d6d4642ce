using System.Globalization;

namespace EShop.Core.Locks;

/// <summary>
/// The name of a lock; every one there is stands here. No two are ever held together.
/// </summary>
internal readonly record struct LockKey
{
    private LockKey(string name) => Name = name;

    public string Name { get; }

    /// <summary>Claims of one coupon (S8).</summary>
    public static LockKey Coupon(long couponId) =>
        new(string.Create(CultureInfo.InvariantCulture, $"coupon:{couponId}"));

    /// <summary>Uploads of one account, so that one picture of theirs at a time is decoded.</summary>
    public static LockKey Avatar(long accountId) =>
        new(string.Create(CultureInfo.InvariantCulture, $"avatar:{accountId}"));

    /// <summary>A timed job, so that one node at a time sweeps; two at once do no harm.</summary>
    public static LockKey Sweep(string job) => new("sweep:" + job);

    public override string ToString() => Name;
}

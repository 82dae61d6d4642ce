using System.Collections.Concurrent;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>Answers "all gone" from memory, without a lock or a query: most of a rush comes after the last one was
/// given. Whoever holds one goes on into the line, for they are to be told that it is theirs; the holders of a coupon
/// that is all gone stay the same until it is raised.</summary>
public sealed class SoldOutCoupons
{
    /// <summary>How long a look at the database counts: a raised total is seen after this time at the latest.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    // Some 20 bytes each, for every coupon that is fought for at the time; a larger coupon is answered by its line.
    private const int HoldersMax = 500_000, CouponsMax = 100;

    private readonly ConcurrentDictionary<long, Entry> _entries = new();
    private readonly ShopStore _store;
    private readonly CouponNews _news;
    private readonly TimeProvider _clock;

    public SoldOutCoupons(ShopStore store, CouponNews news, TimeProvider clock)
    {
        (_store, _news, _clock) = (store, news, clock);
        news.OnChange(_entries.Clear);
    }

    /// <summary>True: all are gone, and this account has none of them. False: the line knows.</summary>
    internal bool IsGoneFor(long couponId, long accountId) =>
        _entries.TryGetValue(couponId, out var entry)
        && _clock.GetElapsedTime(entry.SeenAt) < Life && _clock.GetUtcNow() < entry.ClosesAt
        && entry.Holders.Accounts is { } holders && !holders.Contains(accountId);

    /// <summary>A turn has seen the coupon.</summary>
    /// <param name="seenAt">The clock's timestamp before the turn read it.</param>
    internal void Note(Coupon coupon, long seenAt)
    {
        if (coupon.Audience != CouponAudience.Public) return;
        // To whom guesses its number, one that is had by a code or from staff is not there at all.
        if (coupon.Audience != CouponAudience.Public) return;
        if (coupon.Claimed < coupon.Total || coupon.Claimed > HoldersMax) return;
        _news.Listen();
        if (_entries.Count >= CouponsMax) _entries.Clear();
        _entries.AddOrUpdate(
            coupon.Id,
            id => new Entry(coupon.Claimed, coupon.ClosesAt, seenAt, new HolderSet(_store, id)),
            (id, known) => known.Claimed == coupon.Claimed && !known.Holders.Reading.IsFaulted
                ? known with { ClosesAt = coupon.ClosesAt, SeenAt = seenAt }
                : new Entry(coupon.Claimed, coupon.ClosesAt, seenAt, new HolderSet(_store, id)));
    }

    private sealed record Entry(int Claimed, DateTimeOffset ClosesAt, long SeenAt, HolderSet Holders);

    /// <summary>Who holds one, read in the background: until it is there, the line answers.</summary>
    private sealed class HolderSet
    {
        private volatile HashSet<long>? _accounts;

        public HolderSet(ShopStore store, long couponId) => Reading = Task.Run(async () =>
            _accounts = await store.ReadAsync(
                db => db.Set<CouponClaim>().Where(c => c.CouponId == couponId).Select(c => c.AccountId)
                    .ToHashSetAsync(), CancellationToken.None));

        public HashSet<long>? Accounts => _accounts;

        public Task Reading { get; }
    }
}

using System.Collections.Concurrent;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <param name="Coupons">Those that are out or paused; not to be changed, all visitors share them.</param>
internal sealed record CouponBoardView(IReadOnlyList<Coupon> Coupons, NewCustomerOffer? ForNewCustomers);

/// <summary>What is the same for all visitors of the coupon centre, read once a second for all of them: however many
/// come at once, one of them reads and the others wait for that (single flight).</summary>
public sealed class CouponBoard
{
    internal static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private const int Max = 100;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<long, int> _claimed = new();
    private readonly ShopStore _store;
    private readonly CouponNews _news;
    private readonly TimeProvider _clock;
    private Task<CouponBoardView>? _view;
    private long _readAt;

    public CouponBoard(ShopStore store, CouponNews news, TimeProvider clock)
    {
        (_store, _news, _clock) = (store, news, clock);
        news.OnChange(Forget);
    }

    internal Task<CouponBoardView> ShowAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_view is null or { IsFaulted: true } || _clock.GetElapsedTime(_readAt) >= Life)
            {
                _news.Listen();
                _readAt = _clock.GetTimestamp();
                // Not with the visitor's token: others wait for the same.
                _view = Task.Run(() => _store.ReadAsync(ReadAsync, CancellationToken.None), CancellationToken.None);
            }

            return _view.WaitAsync(ct);
        }
    }

    /// <summary>How many were given out: what a turn of this node knows is newer than what was read.</summary>
    internal int ClaimedOf(Coupon coupon) => Math.Max(coupon.Claimed, _claimed.GetValueOrDefault(coupon.Id));

    /// <summary>A turn gave some out.</summary>
    internal void Given(long couponId, int claimed) =>
        _claimed.AddOrUpdate(couponId, claimed, (_, before) => Math.Max(before, claimed));

    private void Forget()
    {
        lock (_lock) _view = null;
    }

    private async Task<CouponBoardView> ReadAsync(ShopDbContext db)
    {
        var now = _clock.GetUtcNow();
        var coupons = await db.Set<Coupon>()
            .Where(c => c.Audience == CouponAudience.Public && c.ClosesAt > now
                && (c.State == CouponState.Published || c.State == CouponState.Paused))
            .OrderBy(c => c.OpensAt).ThenBy(c => c.Id).Take(Max).ToListAsync();
        var gift = await db.Set<NewCustomerTerm>().Where(t => t.IsOpen == true)
            .Join(db.Set<Coupon>(), t => t.CouponId, c => c.Id, (t, c) => c)
            .Select(c => new NewCustomerOffer(c.Name, c.ScopeText, c.Terms, c.ValidDays))
            .SingleOrDefaultAsync();
        // What is read is now as new as what turns have told; the rest is of coupons that are not shown.
        foreach (var (id, claimed) in _claimed)
            if (coupons.Find(c => c.Id == id) is not { } coupon || coupon.Claimed >= claimed)
                _claimed.TryRemove(new KeyValuePair<long, int>(id, claimed));
        return new CouponBoardView(coupons, gift);
    }
}

using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

internal sealed record CouponCount(
    long CouponId, CouponAudience Audience, CouponState State, int Total, int Claimed, DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt);

/// <summary>How far the coupons that are out have been claimed, read once a second at most on each node, whoever and
/// however many ask: a thousand visitors who watch a rush cost what one does.</summary>
public sealed class CouponCounts(ShopStore store, TimeProvider clock)
{
    private const int Max = 500;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Lock _one = new();
    private Task<IReadOnlyDictionary<long, CouponCount>>? _read;
    private DateTimeOffset _readAt;

    internal async Task<IReadOnlyDictionary<long, CouponCount>> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        Task<IReadOnlyDictionary<long, CouponCount>> read;
        lock (_one)
        {
            // One that failed is not kept; a clock that was set back does not keep it either.
            if (_read is null || _read.IsFaulted || (now - _readAt).Duration() >= Age)
                (_read, _readAt) = (Task.Run(ReadNowAsync, CancellationToken.None), now);
            read = _read;
        }

        return await read.WaitAsync(ct);
    }

    private Task<IReadOnlyDictionary<long, CouponCount>> ReadNowAsync() =>
        store.ReadAsync<IReadOnlyDictionary<long, CouponCount>>(async db =>
        {
            var now = clock.GetUtcNow();
            return await db.Set<Coupon>()
                .Where(c => (c.State == CouponState.Published || c.State == CouponState.Paused) && c.ClosesAt > now)
                .OrderByDescending(c => c.Id).Take(Max)
                .Select(c => new CouponCount(
                    c.Id, c.Audience, c.State, c.Total, c.Claimed, c.OpensAt, c.ClosesAt))
                .ToDictionaryAsync(c => c.CouponId, CancellationToken.None);
        }, CancellationToken.None);
}

using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

/// <summary>Removes guests' carts that nobody touched for longer than their cookie lives; carts of accounts stay.
/// Returns how many were removed.</summary>
public sealed class SweepGuestCarts(ShopStore store, TimeProvider time)
{
    /// <summary>The cookie is renewed by nothing but a new cart, so that this is longer than it can live.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromDays(90);

    private const int BatchMax = 500;

    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - Age;
        for (var removed = 0; ;)
        {
            var rows = await store.WriteAsync(db => RemoveAsync(db, before, ct), ct);
            removed += rows;
            if (rows < BatchMax) return removed;
        }
    }

    // The lines go with their cart.
    private static async Task<int> RemoveAsync(ShopDbContext db, DateTimeOffset before, CancellationToken ct)
    {
        var ids = await db.Set<Cart>().Where(c => c.GuestKey != null && c.UpdatedAt < before)
            .OrderBy(c => c.UpdatedAt).Take(BatchMax).Select(c => c.Id).ToListAsync(ct);
        return await db.Set<Cart>().Where(c => ids.Contains(c.Id) && c.UpdatedAt < before).ExecuteDeleteAsync(ct);
    }
}

using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

public enum MergeGuestCartStatus { NothingToMerge = 1, Merged }

/// <param name="GuestKey">The guest's cookie, as it came.</param>
public sealed record MergeGuestCartRequest(long AccountId, string? GuestKey);

/// <summary>What a guest had in the cart joins the cart of the account that signed in: quantities add up, up to 999 a
/// line and 100 lines; the guest's cart is gone. Twice is once.</summary>
public sealed class MergeGuestCart(ShopStore store, TimeProvider time)
{
    public async Task<MergeGuestCartStatus> ExecuteAsync(MergeGuestCartRequest request, CancellationToken ct)
    {
        if (CartOwner.Guest(request.GuestKey) is not { } guest) return MergeGuestCartStatus.NothingToMerge;
        var now = time.GetUtcNow();
        var isThere = await store.ReadAsync(db => CartLedger.Of(db, guest).AnyAsync(ct), ct);
        if (!isThere) return MergeGuestCartStatus.NothingToMerge;
        var account = CartOwner.Account(request.AccountId);
        return await CartLedger.WriteAsync(store, db => MergeAsync(db, now, (guest, account), ct), ct);
    }

    private static async Task<MergeGuestCartStatus> MergeAsync(
        ShopDbContext db, DateTimeOffset now, (CartOwner Guest, CartOwner Account) of, CancellationToken ct)
    {
        if (await CartLedger.EnterAsync(db, now, of.Guest, ct) is not { } from)
            return MergeGuestCartStatus.NothingToMerge;
        var to = await CartLedger.EnterOrMakeAsync(db, now, of.Account, ct);
        var lines = await CartLedger.LinesOf(db, from).AsNoTracking().OrderBy(l => l.SkuId).ToListAsync(ct);
        var held = (await CartLedger.LinesOf(db, to).Select(l => l.SkuId).ToListAsync(ct)).ToHashSet();
        foreach (var line in lines)
        {
            if (!held.Contains(line.SkuId) && held.Count >= Cart.LinesMax) continue;
            held.Add(line.SkuId);
            var step = new CartStep(line.SkuId, line.Quantity, Cart.QuantityMax, line.PriceSeenMinor);
            await CartLedger.AddAsync(db, now, (to, step), ct);
        }
        await CartLedger.LinesOf(db, from).ExecuteDeleteAsync(ct);
        await CartLedger.Of(db, of.Guest).ExecuteDeleteAsync(ct);
        return MergeGuestCartStatus.Merged;
    }
}

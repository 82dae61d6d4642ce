using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

public enum AddToCartStatus
{
    /// <summary>Not a whole number from 1 to 999.</summary>
    BadQuantity = 1,

    /// <summary>There is no such SKU, or it is not for sale (any more).</summary>
    NotForSale,
    SoldOut,

    /// <summary>The cart has 100 different things in it.</summary>
    CartFull,

    /// <summary>The line holds now as many as can be had, which is fewer than were wished for.</summary>
    AllThereIs,

    /// <summary>The line holds now as many as one person may have, which is fewer than were wished for.</summary>
    PersonLimit,
    Added,
}

public sealed record AddToCartRequest(CartOwner Owner, long SkuId, int Quantity);

/// <param name="Quantity">What the line holds now; 0 where nothing was added.</param>
public sealed record AddToCartResult(AddToCartStatus Status, int Quantity, LocalizedText Name);

/// <summary>Puts so many of a SKU into a cart. Takes no stock: that is what the checkout does.</summary>
public sealed class AddToCart(ShopStore store, TimeProvider time)
{
    public async Task<AddToCartResult> ExecuteAsync(AddToCartRequest request, CancellationToken ct)
    {
        if (request.Quantity is < 1 or > Cart.QuantityMax) return Refused(AddToCartStatus.BadQuantity);
        var now = time.GetUtcNow();
        return await CartLedger.WriteAsync(store, db => AddAsync(db, now, request, ct), ct);
    }

    private static async Task<AddToCartResult> AddAsync(
        ShopDbContext db, DateTimeOffset now, AddToCartRequest request, CancellationToken ct)
    {
        var (sku, available) = await CartLedger.LookAsync(db, request.SkuId, ct);
        if (sku is not { IsForSale: true }) return Refused(AddToCartStatus.NotForSale);
        if (available == 0) return Refused(AddToCartStatus.SoldOut);
        var cart = await CartLedger.EnterOrMakeAsync(db, now, request.Owner, ct);
        var others = await CartLedger.LinesOf(db, cart).CountAsync(l => l.SkuId != request.SkuId, ct);
        if (others >= Cart.LinesMax) return Refused(AddToCartStatus.CartFull);
        var before = await CartLedger.LinesOf(db, cart).Where(l => l.SkuId == request.SkuId)
            .Select(l => l.Quantity).SingleOrDefaultAsync(ct);
        var max = Math.Min(available, sku.PersonMax ?? available);
        var step = new CartStep(request.SkuId, request.Quantity, max, sku.Price.Minor);
        var after = await CartLedger.AddAsync(db, now, (cart, step), ct);
        var status = after == before + request.Quantity ? AddToCartStatus.Added
            : max < available ? AddToCartStatus.PersonLimit : AddToCartStatus.AllThereIs;
        return new AddToCartResult(status, after, sku.Name);
    }

    private static AddToCartResult Refused(AddToCartStatus status) => new(status, 0, LocalizedText.Empty);
}

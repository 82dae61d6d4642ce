using EShop.Core.Storage;

namespace EShop.Core.Carts;

public enum ChangeCartLineStatus
{
    /// <summary>Not a whole number from 1 to 999.</summary>
    BadQuantity = 1,

    /// <summary>This owner's cart has no such line.</summary>
    NoSuchLine,

    /// <summary>There are fewer; the line was set to as many as there are.</summary>
    AllThereIs,

    /// <summary>One person may have fewer; the line was set to as many as one may have.</summary>
    PersonLimit,
    Changed,
}

public sealed record ChangeCartLineRequest(CartOwner Owner, long SkuId, int Quantity);

/// <param name="Quantity">What the line holds now; 0 where there is none.</param>
public sealed record ChangeCartLineResult(ChangeCartLineStatus Status, int Quantity);

/// <summary>Sets how many of a SKU a cart holds.</summary>
public sealed class ChangeCartLine(ShopStore store, TimeProvider time)
{
    public async Task<ChangeCartLineResult> ExecuteAsync(ChangeCartLineRequest request, CancellationToken ct)
    {
        if (request.Quantity is < 1 or > Cart.QuantityMax)
            return new ChangeCartLineResult(ChangeCartLineStatus.BadQuantity, 0);
        var now = time.GetUtcNow();
        return await store.WriteAsync(db => ChangeAsync(db, now, request, ct), ct);
    }

    private static async Task<ChangeCartLineResult> ChangeAsync(
        ShopDbContext db, DateTimeOffset now, ChangeCartLineRequest request, CancellationToken ct)
    {
        var none = new ChangeCartLineResult(ChangeCartLineStatus.NoSuchLine, 0);
        if (await CartLedger.EnterAsync(db, now, request.Owner, ct) is not { } cart) return none;
        var (sku, available) = await CartLedger.LookAsync(db, request.SkuId, ct);
        if (sku is null) return none;
        // What is sold out keeps its line, so that the page can say so.
        var max = Math.Min(available, sku.PersonMax ?? available);
        var quantity = Math.Min(request.Quantity, Math.Max(max, 1));
        var step = new CartStep(request.SkuId, quantity, Cart.QuantityMax, sku.Price.Minor);
        if (!await CartLedger.SetAsync(db, now, (cart, step), ct)) return none;
        return new ChangeCartLineResult(
            quantity == request.Quantity ? ChangeCartLineStatus.Changed
            : max < available ? ChangeCartLineStatus.PersonLimit : ChangeCartLineStatus.AllThereIs, quantity);
    }
}

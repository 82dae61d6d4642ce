using EShop.Core.Catalog;
using EShop.Core.Inventory;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

/// <summary>How many of a SKU a cart should hold more, and at most.</summary>
internal sealed record CartStep(long SkuId, int Quantity, int Max, long PriceMinor);

/// <summary>What an account has ordered of its cart.</summary>
internal sealed record OrderedGoods(long AccountId, List<long> SkuIds, DateTimeOffset At);

/// <summary>The only writer of carts. Each change by a shopper first touches the cart's row, so that changes of one
/// cart come one after the other.</summary>
internal static class CartLedger
{
    private const int TriesMax = 5;

    /// <summary>Runs a change again when two first visits made the same cart at once: the second finds it.</summary>
    public static async Task<T> WriteAsync<T>(
        ShopStore store, Func<ShopDbContext, Task<T>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.WriteAsync(write, ct);
            }
            catch (Exception error) when (StoreErrors.IsDuplicate(error) && attempt < TriesMax)
            {
                // Somebody was first; their row is there now.
            }
        }
    }

    /// <summary>The cart's id, with the cart to ourselves until the transaction ends; null: there is none.</summary>
    public static async Task<long?> EnterAsync(
        ShopDbContext db, DateTimeOffset now, CartOwner owner, CancellationToken ct)
    {
        var rows = await Of(db, owner).ExecuteUpdateAsync(set => set.SetProperty(c => c.UpdatedAt, now), ct);
        return rows == 0 ? null : await Of(db, owner).Select(c => c.Id).SingleAsync(ct);
    }

    public static async Task<long> EnterOrMakeAsync(
        ShopDbContext db, DateTimeOffset now, CartOwner owner, CancellationToken ct)
    {
        if (await EnterAsync(db, now, owner, ct) is { } found) return found;
        var cart = new Cart { AccountId = owner.AccountId, GuestKey = owner.GuestKey, UpdatedAt = now };
        db.Add(cart);
        await db.SaveChangesAsync(ct);
        return cart.Id;
    }

    public static IQueryable<Cart> Of(ShopDbContext db, CartOwner owner) => owner.AccountId is { } account
        ? db.Set<Cart>().Where(c => c.AccountId == account)
        : db.Set<Cart>().Where(c => c.GuestKey == owner.GuestKey);

    public static IQueryable<CartLine> LinesOf(ShopDbContext db, long cartId) =>
        db.Set<CartLine>().Where(l => l.CartId == cartId);

    /// <summary>Adds to the line or begins one; the cart must have room and be entered. Returns what the line holds
    /// now.</summary>
    public static async Task<int> AddAsync(
        ShopDbContext db, DateTimeOffset now, (long CartId, CartStep Step) adding, CancellationToken ct)
    {
        var (cartId, step) = adding;
        var before = await LinesOf(db, cartId).Where(l => l.SkuId == step.SkuId)
            .Select(l => (int?)l.Quantity).SingleOrDefaultAsync(ct);
        var after = Math.Min((before ?? 0) + step.Quantity, Math.Max(step.Max, before ?? 0));
        if (before is null)
            await InsertAsync(db, now, (cartId, step with { Quantity = after }), ct);
        else
            await SetAsync(db, now, (cartId, step with { Quantity = after }), ct);
        return after;
    }

    /// <summary>Sets a line that is there; false: there is none.</summary>
    public static async Task<bool> SetAsync(
        ShopDbContext db, DateTimeOffset now, (long CartId, CartStep Step) setting, CancellationToken ct) =>
        await LinesOf(db, setting.CartId).Where(l => l.SkuId == setting.Step.SkuId)
            .ExecuteUpdateAsync(set => set
                .SetProperty(l => l.Quantity, setting.Step.Quantity)
                .SetProperty(l => l.PriceSeenMinor, setting.Step.PriceMinor)
                .SetProperty(l => l.AddedAt, now), ct) == 1;

    /// <summary>Takes ordered goods out of the carts of several accounts at once; lines that were added later stay.
    /// </summary>
    public static Task TakeOutAsync(ShopDbContext db, IReadOnlyList<OrderedGoods> goods, CancellationToken ct)
    {
        var rows = goods.SelectMany(
            g => g.SkuIds.Select(skuId => new[] { g.AccountId, skuId, g.At.ToUnixTimeMilliseconds() })).ToList();
        var ordered = NumberRows.Of(db, ["account_id", "sku_id", "at"], rows);
        var sql = $"""
            delete from cart_lines where (cart_id, sku_id) in (
                select c.id, l.sku_id
                from {ordered.Sql}
                join carts c on c.account_id = d.account_id
                join cart_lines l on l.cart_id = c.id and l.sku_id = d.sku_id and l.added_at <= d.at)
            """;
        return db.Database.ExecuteSqlRawAsync(sql, ordered.Parameters, ct);
    }

    /// <summary>What a cart may know of a SKU now: its price, whether it can be bought, how many are free.</summary>
    public static async Task<(PricedSku? Sku, int Available)> LookAsync(
        ShopDbContext db, long skuId, CancellationToken ct)
    {
        var prices = await PriceList.ReadAsync(db, [skuId], ct);
        var available = await db.Set<StockLevel>().Where(l => l.SkuId == skuId)
            .Select(l => l.Available).SingleOrDefaultAsync(ct);
        return (prices.GetValueOrDefault(skuId), (int)Math.Min(available, Cart.QuantityMax));
    }

    private static async Task InsertAsync(
        ShopDbContext db, DateTimeOffset now, (long CartId, CartStep Step) line, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into cart_lines (cart_id, sku_id, quantity, price_seen_minor, added_at)
             values ({line.CartId}, {line.Step.SkuId}, {line.Step.Quantity}, {line.Step.PriceMinor},
                     {now.ToUnixTimeMilliseconds()})
             """, ct);
}

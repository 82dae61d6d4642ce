using EShop.Core.Catalog;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>Goods on sale, and shoppers who have put some of them into their carts.</summary>
internal sealed class BenchGoods(BenchShop shop, long[] skuIds)
{
    private const long PriceMinor = 10_000;

    public static Task<BenchGoods> MakeAsync(BenchShop shop, int skus, int stock) => shop.Store.WriteAsync(async db =>
    {
        var now = shop.Get<TimeProvider>().GetUtcNow();
        var category = new Category
        {
            Handle = RandomToken.New(),
            Name = new LocalizedText("Bench", "压测"),
            Tint = "#FFFFFF",
            TintDark = "#000000",
        };
        db.Set<Category>().Add(category);
        await db.SaveChangesAsync();
        var products = Enumerable.Range(1, skus).Select(i => ProductOf(category.Id, now)).ToList();
        db.Set<Product>().AddRange(products);
        await db.SaveChangesAsync();
        var skuIds = products.SelectMany(p => p.Skus).Select(s => s.Id).Order().ToArray();
        foreach (var skuId in skuIds)
            await StockLedger.ChangeAsync(db, now, new(skuId, stock, StockReason.Received, null, "bench"), default);
        return new BenchGoods(shop, skuIds);
    }, default);

    /// <summary>New shoppers with an address and a full cart each, and what they ask for when they press the button.
    /// </summary>
    /// <param name="lines">So many different SKUs each.</param>
    /// <param name="quantityMax">One shopper wants one piece of each, the next two, and so on up to this.</param>
    public async Task<IReadOnlyList<CheckOutRequest>> CartsAsync(int shoppers, int lines, int quantityMax = 1)
    {
        var accounts = await shop.AccountsAsync(shoppers);
        var (first, last) = (accounts.Min(), accounts.Max());
        var at = shop.Get<TimeProvider>().GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();
        return await shop.Store.WriteAsync(async db =>
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into addresses (account_id, recipient, phone, region, line, postal_code, is_default)
                select id, 'Li Lei', '13800000000', 'Zhejiang Hangzhou', '1 West Lake Road', '', true
                from accounts where id between {first} and {last}
                """);
            await db.Database.ExecuteSqlAsync($"""
                insert into carts (account_id, updated_at)
                select id, {at} from accounts where id between {first} and {last}
                """);
            // SKU ids of one sale follow each other; 331 and 677 step through them without meeting.
            for (var line = 0; line < lines; line++)
                await db.Database.ExecuteSqlAsync($"""
                    insert into cart_lines (cart_id, sku_id, quantity, price_seen_minor, added_at)
                    select id, {skuIds[0]} + (account_id * 677 + {line * 331}) % {skuIds.Length},
                        1 + account_id % {quantityMax}, {PriceMinor}, {at}
                    from carts where account_id between {first} and {last}
                    """);
            var addresses = await db.Set<EShop.Core.Accounts.Address>().AsNoTracking()
                .Where(a => a.AccountId >= first && a.AccountId <= last).ToListAsync();
            return addresses.Select(a => new CheckOutRequest(
                a.AccountId, RandomToken.New(), a.Id, null, "",
                new Money(PriceMinor * lines * (1 + a.AccountId % quantityMax)))).ToList();
        }, default);
    }

    public long FirstSkuId => skuIds[0];

    /// <summary>An order of one piece, without a cart: the SKUs take their turns.</summary>
    public Order OrderOf(long accountId, int nth, DateTimeOffset at)
    {
        var number = OrderNumber.New(at).Text;
        return new Order
        {
            Number = number,
            AccountId = accountId,
            CheckoutKey = number,
            Currency = "CNY",
            GoodsMinor = PriceMinor,
            DiscountMinor = 0,
            ShippingMinor = 0,
            DueMinor = PriceMinor,
            Recipient = "Li Lei",
            Phone = "13800000000",
            Region = "Zhejiang Hangzhou",
            AddressLine = "1 West Lake Road",
            CreatedAt = at,
            PayUntil = at.AddMinutes(15),
            Lines =
            [
                new OrderLine
                {
                    OrderNumber = number,
                    SkuId = skuIds[nth % skuIds.Length],
                    ProductId = 1,
                    CategoryId = 1,
                    SkuCode = "bench",
                    ProductHandle = "bench",
                    Name = new LocalizedText("Thing", "物件"),
                    Options = LocalizedText.Empty,
                    UnitPriceMinor = PriceMinor,
                    Quantity = 1,
                    TotalMinor = PriceMinor,
                },
            ],
        };
    }

    /// <summary>Pieces that orders hold.</summary>
    public Task<long> TakenAsync() => shop.Store.ReadAsync(
        db => db.Set<StockLevel>().Where(l => skuIds.Contains(l.SkuId)).SumAsync(l => l.Locked + l.Sold), default);

    public Task<int> OrdersAsync() => shop.Store.ReadAsync(
        db => db.Set<OrderLine>().CountAsync(l => skuIds.Contains(l.SkuId)), default);

    private static Product ProductOf(long categoryId, DateTimeOffset now)
    {
        var product = new Product
        {
            Handle = RandomToken.New(),
            CategoryId = categoryId,
            Name = new LocalizedText("Thing", "物件"),
            Description = LocalizedText.Empty,
            State = ProductState.Published,
            CreatedAt = now,
        };
        product.Skus.Add(new Sku { Code = RandomToken.New(), PriceMinor = PriceMinor });
        return product;
    }
}

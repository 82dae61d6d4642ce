using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Tests.Support;

/// <summary>Puts into a test's shop what the test takes for granted: people, goods, coupons, full carts.</summary>
internal static class Seed
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<long[]> AccountsAsync(this TestShop shop, int count) => shop.WriteAsync(async db =>
    {
        var accounts = Enumerable.Range(1, count)
            .Select(_ => $"{RandomToken.New()}@shop.test")
            .Select(email => new Account(email, email, "Somebody", "en", shop.Now)).ToList();
        db.Set<Account>().AddRange(accounts);
        await db.SaveChangesAsync(Ct);
        return accounts.Select(a => a.Id).ToArray();
    });

    /// <summary>An account with an address to send things to.</summary>
    public static async Task<(long AccountId, long AddressId)> ShopperAsync(this TestShop shop)
    {
        var accountId = (await shop.AccountsAsync(1))[0];
        var addressId = await shop.WriteAsync(async db =>
        {
            var address = new Address
            {
                AccountId = accountId,
                Recipient = "Li Lei",
                Phone = "13800000000",
                Region = "Zhejiang Hangzhou",
                Line = "1 West Lake Road",
                IsDefault = true,
            };
            db.Set<Address>().Add(address);
            await db.SaveChangesAsync(Ct);
            return address.Id;
        });
        return (accountId, addressId);
    }

    /// <summary>A published product with one SKU.</summary>
    public static Task<long> SkuAsync(this TestShop shop, int stock, long priceMinor = 10_000) =>
        shop.WriteAsync(async db =>
        {
            var category = new Category
            {
                Handle = RandomToken.New(),
                Name = new LocalizedText("Things", "东西"),
                Tint = "#FFFFFF",
                TintDark = "#000000",
            };
            db.Set<Category>().Add(category);
            await db.SaveChangesAsync(Ct);
            var product = new Product
            {
                Handle = RandomToken.New(),
                CategoryId = category.Id,
                Name = new LocalizedText("Thing", "物件"),
                Description = LocalizedText.Empty,
                State = ProductState.Published,
                CreatedAt = shop.Now,
            };
            var sku = new Sku { Code = RandomToken.New(), PriceMinor = priceMinor };
            product.Skus.Add(sku);
            db.Set<Product>().Add(product);
            await db.SaveChangesAsync(Ct);
            var received = new StockChange(sku.Id, stock, StockReason.Received, null, "seed");
            Assert.True(await StockLedger.ChangeAsync(db, shop.Now, received, Ct));
            return sku.Id;
        });

    /// <summary>A published coupon, open now: 10.00 off from 50.00.</summary>
    public static Task<long> CouponAsync(this TestShop shop, int total, int limitPerPerson = 1) =>
        shop.WriteAsync(async db =>
        {
            var coupon = NewCoupon(shop.Now, total, limitPerPerson);
            db.Set<Coupon>().Add(coupon);
            await db.SaveChangesAsync(Ct);
            return coupon.Id;
        });

    public static Coupon NewCoupon(DateTimeOffset now, int total, int limitPerPerson) => new()
    {
        Name = new LocalizedText("Ten off", "立减十元"),
        Audience = CouponAudience.Public,
        Terms = new CouponTerms(CouponKind.AmountOff, 1_000, 0, 5_000, 0),
        Total = total,
        LimitPerPerson = limitPerPerson,
        OpensAt = now.AddHours(-1),
        ClosesAt = now.AddDays(1),
        ValidDays = 7,
        State = CouponState.Published,
        CreatedAt = now,
    };

    public static Task CartAsync(this TestShop shop, long accountId, params (long SkuId, int Quantity)[] lines) =>
        shop.WriteAsync(db =>
        {
            var cart = new Cart { AccountId = accountId, UpdatedAt = shop.Now };
            cart.Lines.AddRange(lines.Select(l => new CartLine
            {
                SkuId = l.SkuId,
                Quantity = l.Quantity,
                PriceSeenMinor = 0,
                AddedAt = shop.Now,
            }));
            db.Set<Cart>().Add(cart);
            return Task.FromResult(true);
        });

    public static Task<T> ReadAsync<T>(this TestShop shop, Func<ShopDbContext, Task<T>> read) =>
        shop.Get<ShopStore>().ReadAsync(read, Ct);

    public static Task<T> WriteAsync<T>(this TestShop shop, Func<ShopDbContext, Task<T>> write) =>
        shop.Get<ShopStore>().WriteAsync(write, Ct);
}

using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Storage;

/// <summary>The statement that writes many rows at once is held against what EF itself writes.</summary>
public sealed class RowInsertTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A column that is added to a claim later is compared here without a change.</summary>
    [Theory, EachStore]
    public async Task What_is_written_at_once_is_what_EF_writes(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (byEf, atOnce) = (await ClaimsAsync(shop), await ClaimsAsync(shop));

        await shop.WriteAsync(db =>
        {
            db.Set<CouponClaim>().AddRange(byEf);
            return Task.FromResult(true);
        });
        await shop.WriteAsync(async db =>
        {
            await db.InsertAsync(atOnce, Ct);
            return true;
        });

        var columns = await shop.ReadAsync(db => Task.FromResult(
            RowInsert.ColumnsOf<CouponClaim>(db).Columns.Select(c => c.Name).Order().ToList()));
        var (expected, written) = (
            await RowsAsync(shop, $"select * from coupon_claims where coupon_id = {byEf[0].CouponId} order by id"),
            await RowsAsync(shop, $"select * from coupon_claims where coupon_id = {atOnce[0].CouponId} order by id"));
        Assert.Equal(expected[0].Keys.Where(k => k != "id").Order(), columns);
        Assert.Equal(3, written.Count);
        foreach (var (theirs, ours) in expected.Zip(written))
            Assert.Equal(Comparable(theirs), Comparable(ours));
    }

    /// <summary>An order brings its keys with it; a column that is added later is compared here without a change.
    /// </summary>
    [Theory, EachStore]
    public async Task Orders_that_are_written_at_once_are_what_EF_writes(Store store)
    {
        await using var byEf = await TestShop.CreateAsync(store);
        await using var atOnce = await TestShop.CreateAsync(store);
        var (theirs, ours) = (await OrdersAsync(byEf), await OrdersAsync(atOnce));

        await byEf.WriteAsync(db =>
        {
            db.AddRange(theirs);
            db.AddRange(theirs.Select(OrderLedger.FateOf));
            db.AddRange(theirs.Select(OrderLedger.FirstStepOf));
            db.AddRange(theirs.SelectMany(OrderLedger.MessagesOf));
            return Task.FromResult(true);
        });
        await atOnce.WriteAsync(async db =>
        {
            await OrderLedger.PlaceAsync(db, ours, Ct);
            return true;
        });

        string[] tables =
            ["orders order by number", "order_lines order by order_number, sku_id", "order_steps order by order_number",
                "order_number_fates order by number", "messages order by id"];
        foreach (var table in tables)
        {
            var expected = await RowsAsync(byEf, $"select * from {table}");
            Assert.InRange(expected.Count, 2, 4);
            Assert.Equal(expected, await RowsAsync(atOnce, $"select * from {table}"));
        }
    }

    [Theory, EachStore]
    public async Task Each_row_gets_its_own_key(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var claims = await ClaimsAsync(shop, count: 700);

        await shop.WriteAsync(async db =>
        {
            await db.InsertAsync(claims, Ct);
            return true;
        });

        var stored = await shop.ReadAsync(db => db.Set<CouponClaim>().ToDictionaryAsync(c => c.Id, Ct));
        Assert.Equal(700, stored.Count);
        Assert.All(claims, claim => Assert.Equal(claim.RequestKey, stored[claim.Id].RequestKey));
    }

    [Theory, EachStore]
    public async Task One_refused_row_refuses_all(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var claims = await ClaimsAsync(shop);

        var twice = shop.WriteAsync(async db =>
        {
            await db.InsertAsync([claims[0], claims[1], claims[0]], Ct);
            return true;
        });

        Assert.True(StoreErrors.IsDuplicate(await Assert.ThrowsAnyAsync<Exception>(() => twice)));
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync(Ct)));
    }

    private static async Task<List<CouponClaim>> ClaimsAsync(TestShop shop, int count = 3)
    {
        var couponId = await shop.CouponAsync(total: 1_000, limitPerPerson: 2);
        var accounts = await shop.AccountsAsync(count);
        var coupon = await shop.ReadAsync(db => db.Set<Coupon>().SingleAsync(c => c.Id == couponId, Ct));
        return [.. accounts.Select((account, i) =>
            ClaimLine.NewClaim(coupon, shop.Now.AddMinutes(i), (account, 1 + i % 2, Guid.NewGuid())))];
    }

    /// <summary>Two orders of the same people and goods in any fresh shop, alike but for what may differ.</summary>
    private static async Task<Order[]> OrdersAsync(TestShop shop)
    {
        var (accountId, skuId) = ((await shop.AccountsAsync(1))[0], await shop.SkuAsync(stock: 5));
        return [Of("260701-0000000000001", null), Of("260701-0000000000002", "said \"yes\"\nand 谢谢")];

        Order Of(string number, string? content) => new()
        {
            Number = number,
            AccountId = accountId,
            CheckoutKey = "key-" + number,
            CheckoutContent = content,
            Currency = "CNY",
            GoodsMinor = 200,
            DiscountMinor = 0,
            ShippingMinor = 50,
            DueMinor = 250,
            Recipient = "韩梅梅",
            Phone = "1",
            Region = "R",
            AddressLine = "L",
            Note = content ?? "",
            CreatedAt = shop.Now,
            PayUntil = shop.Now.AddMinutes(15),
            Lines =
            [
                new OrderLine
                {
                    OrderNumber = number,
                    SkuId = skuId,
                    ProductId = 3,
                    CategoryId = 4,
                    SkuCode = "code",
                    ProductHandle = "handle",
                    Name = new LocalizedText("Thing", "物件"),
                    Options = LocalizedText.Empty,
                    UnitPriceMinor = 100,
                    Quantity = 2,
                    TotalMinor = 200,
                },
            ],
        };
    }

    /// <summary>As the store has them, with the types in which it keeps them.</summary>
    private static Task<List<Dictionary<string, string>>> RowsAsync(TestShop shop, string sql) =>
        shop.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(Ct);
            var rows = new List<Dictionary<string, string>>();
            while (await reader.ReadAsync(Ct))
                rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => string.Create(
                    CultureInfo.InvariantCulture, $"{reader.GetValue(i).GetType().Name} {reader.GetValue(i)}")));
            return rows;
        });

    // What has to differ between two claims, kept to its type and length.
    private static Dictionary<string, string> Comparable(Dictionary<string, string> row) => row.ToDictionary(
        pair => pair.Key,
        pair => pair.Key switch
        {
            "id" or "coupon_id" or "account_id" => pair.Value.Split(' ')[0],
            "request_key" => $"{pair.Value.Split(' ')[0]} {pair.Value.Length} {pair.Value.Split(' ')[1].Any(IsSmall)}",
            _ => pair.Value,
        });

    private static bool IsSmall(char sign) => sign is >= 'a' and <= 'f';
}

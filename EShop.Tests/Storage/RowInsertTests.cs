using System.Globalization;
using EShop.Core.Coupons;
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
        var (expected, written) = (await RowsAsync(shop, byEf[0].CouponId), await RowsAsync(shop, atOnce[0].CouponId));
        Assert.Equal(expected[0].Keys.Where(k => k != "id").Order(), columns);
        Assert.Equal(3, written.Count);
        foreach (var (theirs, ours) in expected.Zip(written))
            Assert.Equal(Comparable(theirs), Comparable(ours));
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

    /// <summary>As the store has them, with the types in which it keeps them.</summary>
    private static Task<List<Dictionary<string, string>>> RowsAsync(TestShop shop, long couponId) =>
        shop.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture,
                $"select * from coupon_claims where coupon_id = {couponId} order by id");
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

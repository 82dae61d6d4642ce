using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Access;

/// <summary>Somebody with one of everything that is theirs alone.</summary>
internal sealed record Things(
    long AccountId, string Email, long AddressId, long ClaimId, OrderNumber Order, long SkuId, long SessionId)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Things> OfSomebodyAsync(ShopSite site)
    {
        var shop = site.Shop;
        var shopper = await shop.ShopperAsync();
        var sku = await shop.SkuAsync(stock: 50);
        var put = new AddToCartRequest(CartOwner.Account(shopper.AccountId), sku, 1);
        Assert.Equal(AddToCartStatus.Added, (await shop.Get<AddToCart>().ExecuteAsync(put, Ct)).Status);
        var placed = await shop.PlaceAsync(shopper, RandomToken.New());
        Assert.Equal(AddToCartStatus.Added, (await shop.Get<AddToCart>().ExecuteAsync(put, Ct)).Status);
        var coupon = await shop.CouponAsync(total: 5);
        var claim = await shop.Get<ClaimCoupon>().ExecuteAsync(new(shopper.AccountId, coupon, Guid.NewGuid()), Ct);
        Assert.Equal(ClaimCouponStatus.Claimed, claim.Status);
        await site.CookieAsync(shopper.AccountId);
        var session = await shop.ReadAsync(db => db.Set<AccountSession>()
            .Where(s => s.AccountId == shopper.AccountId).Select(s => s.Id).SingleAsync(Ct));
        return new Things(
            shopper.AccountId, await site.EmailAsync(shopper.AccountId), shopper.AddressId, claim.ClaimId,
            placed.Number, sku, session);
    }

    /// <summary>Which of mine stands for which of theirs, as texts.</summary>
    public IReadOnlyList<(string Mine, string Theirs)> PairsWith(Things theirs) =>
    [
        ($"{AddressId}", $"{theirs.AddressId}"), ($"{ClaimId}", $"{theirs.ClaimId}"),
        (Order.Text, theirs.Order.Text), ($"{SkuId}", $"{theirs.SkuId}"), ($"{SessionId}", $"{theirs.SessionId}"),
    ];

    /// <summary>Every row of every table that is theirs, as text.</summary>
    public Task<string> SnapshotAsync(TestShop shop) => shop.ReadAsync(async db =>
    {
        var rows = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsOwned()))
        {
            var columns = entity.GetProperties().Select(p => p.GetColumnName()).ToList();
            var mine = entity.ClrType == typeof(Account) ? $"id = {AccountId}"
                : columns.Contains("account_id") ? $"account_id = {AccountId}"
                : columns.Contains("order_number") ? $"order_number = '{Order.Text}'"
                : columns.Contains("cart_id") ? $"cart_id in (select id from carts where account_id = {AccountId})"
                : null;
            if (mine is null) continue;
            rows.AddRange(await RowsAsync(db, $"select * from {entity.GetTableName()} where {mine}"));
        }
        return string.Join('\n', rows.Order(StringComparer.Ordinal));
    });

    private static async Task<IReadOnlyList<string>> RowsAsync(ShopDbContext db, string sql)
    {
        var rows = new List<string>();
        var connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add($"{sql}: {string.Join('|', values)}");
        }
        return rows;
    }
}

using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A PostgreSQL that takes its time, and one that does not answer any more while its connections stay open.
/// </summary>
public sealed class SlowPostgresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F23_A_slow_PostgreSQL_serves_all_the_same_and_exactly()
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        var (wire, through) = FaultyWire.BeforePostgres(shop.PostgresConnection!);
        await using var cut = wire;
        var node = shop.SecondNode(("Storage:Postgres", through));
        var skuId = await shop.SkuAsync(stock: 3);
        var requests = new List<CheckOutRequest>();
        for (var i = 0; i < 5; i++) requests.Add(await RequestAsync(shop, skuId));
        wire.Latency = TimeSpan.FromSeconds(0.1);

        var answers = await Race.RunAsync(5, i => node.Get<CheckOut>().ExecuteAsync(requests[i], Ct));

        Assert.Equal(3, answers.Count(a => a.Status == CheckOutStatus.Placed));
        Assert.Equal(2, answers.Count(a => a.Status == CheckOutStatus.SoldOut));
        Assert.Equal(3, (await shop.StockAsync(skuId)).Locked);
        await shop.AuditAsync();
    }

    [Fact]
    public async Task F23_A_statement_without_an_answer_is_given_up_once_and_the_same_key_works_after()
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        var (wire, through) = FaultyWire.BeforePostgres(shop.PostgresConnection!);
        await using var cut = wire;
        var node = shop.SecondNode(
            ("Storage:Postgres", $"{through};Timeout=10;Cancellation Timeout=1000"),
            ("Storage:StatementTime", "00:00:05"));
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(2));
        await node.Get<ClaimCoupon>().ExecuteAsync(new(accounts[0], couponId, Guid.NewGuid()), Ct);
        var (request, before) = (new ClaimCouponRequest(accounts[1], couponId, Guid.NewGuid()), wire.Connections);
        wire.Swallow();

        var busy = await node.Get<ClaimCoupon>().ExecuteAsync(request, Ct);

        Assert.Equal(ClaimCouponStatus.Busy, busy.Status);
        // To try again over new connections would take as long again, each time.
        Assert.InRange(wire.Connections - before, 0, 2);
        wire.LetThrough();
        await Until.TrueAsync(async () =>
            (await node.Get<ClaimCoupon>().ExecuteAsync(request, Ct)).Status == ClaimCouponStatus.Claimed);
        await shop.AuditAsync();
    }

    private static async Task<CheckOutRequest> RequestAsync(TestShop shop, long skuId)
    {
        var (accountId, addressId) = await shop.ShopperAsync();
        await shop.CartAsync(accountId, (skuId, 1));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);
        return new CheckOutRequest(accountId, RandomToken.New(), addressId, null, "", quote.Total.Due);
    }
}

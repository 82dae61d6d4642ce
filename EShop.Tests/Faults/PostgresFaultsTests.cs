using System.Data.Common;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Faults;

/// <summary>The way to PostgreSQL breaks at an exact statement, or PostgreSQL itself breaks a transaction off.
/// </summary>
public sealed class PostgresFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>F9: obeyed, and the answer lost. F20: the connection is cut in the middle.</summary>
    public static TheoryData<string, string?, Lost> CutsOfClaims() => new()
    {
        { "update coupons", null, Lost.Request },
        { "insert into coupon_claims", null, Lost.Request },
        { "insert into coupon_claims", null, Lost.Answer },
        { "COMMIT", "insert into coupon_claims", Lost.Request },
        { "COMMIT", "insert into coupon_claims", Lost.Answer },
    };

    [Theory, MemberData(nameof(CutsOfClaims))]
    public async Task F9_F20_A_claim_whose_connection_is_cut_is_told_the_truth_and_happens_once(
        string text, string? after, Lost loses)
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        var (wire, through) = FaultyWire.BeforePostgres(shop.PostgresConnection!);
        await using var cut = wire;
        var node = shop.SecondNode(("Storage:Postgres", through));
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(2));
        await ClaimAsync(node, couponId, accounts[0]); // all is warm
        wire.Tripwire = new Tripwire(text) { After = after, Loses = loses };

        var answer = await ClaimAsync(node, couponId, accounts[1]);

        Assert.True(wire.Tripwire.IsTouched);
        Assert.Equal(ClaimCouponStatus.Claimed, answer.Status);
        Assert.Equal(2, await shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId, Ct)));
        Assert.Equal(answer.ClaimId, await shop.ReadAsync(db => db.Set<CouponClaim>()
            .Where(c => c.AccountId == accounts[1]).Select(c => c.Id).SingleAsync(Ct)));
        await shop.AuditAsync();
    }

    public static TheoryData<string, string?, Lost> CutsOfCheckouts() => new()
    {
        { "INSERT INTO stock_tasks", null, Lost.Request },
        { "COMMIT", "INSERT INTO stock_tasks", Lost.Request },
        { "COMMIT", "INSERT INTO stock_tasks", Lost.Answer },
        { "INSERT INTO orders", null, Lost.Answer },
        { "COMMIT", "INSERT INTO orders", Lost.Request },
        { "COMMIT", "INSERT INTO orders", Lost.Answer },
    };

    [Theory, MemberData(nameof(CutsOfCheckouts))]
    public async Task F9_F20_A_checkout_whose_connection_is_cut_gives_one_order_and_takes_stock_once(
        string text, string? after, Lost loses)
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        var (wire, through) = FaultyWire.BeforePostgres(shop.PostgresConnection!);
        await using var cut = wire;
        var node = shop.SecondNode(("Storage:Postgres", through));
        var sku = await shop.SkuAsync(stock: 5);
        var (accountId, addressId) = await shop.ShopperAsync();
        await shop.CartAsync(accountId, (sku, 1));
        var request = await RequestAsync(shop, accountId, addressId);
        wire.Tripwire = new Tripwire(text) { After = after, Loses = loses };

        var first = await node.Get<CheckOut>().ExecuteAsync(request, Ct);
        var second = await node.Get<CheckOut>().ExecuteAsync(request, Ct);

        Assert.True(wire.Tripwire.IsTouched);
        // Cut before its commit was heard of, the number may be given up: then the same key places it.
        Assert.Equal(first.Status == CheckOutStatus.Placed ? CheckOutStatus.AlreadyPlaced : CheckOutStatus.Placed,
            second.Status);
        Assert.Contains(first.Status, (CheckOutStatus[])[CheckOutStatus.Placed, CheckOutStatus.TooLate]);
        var order = await shop.ReadAsync(db => db.Set<Order>().SingleAsync(o => o.AccountId == accountId, Ct));
        Assert.Equal(order.Number, second.Number.Text);
        var stock = await shop.StockAsync(sku);
        Assert.Equal((4, 1), (stock.Available, stock.Locked));
        await shop.AuditAsync();
    }

    /// <summary>Two writes that take two rows in opposite order, each holding its first before either wants its second:
    /// PostgreSQL breaks one off, and it is run again.</summary>
    [Fact]
    public async Task F21_Of_two_writes_that_wait_for_each_other_one_is_run_again_and_both_are_done()
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        long[] coupons = [await shop.CouponAsync(total: 9), await shop.CouponAsync(total: 9)];
        var (store, attempts, both) = (shop.Get<ShopStore>(), 0, new Barrier(2));

        await Race.RunAsync(2, i => store.WriteAsync(async db =>
        {
            Interlocked.Increment(ref attempts);
            await RaiseAsync(db, coupons[i]);
            if (Volatile.Read(ref attempts) <= 2) await Task.Run(() => both.SignalAndWait(Ct), Ct);
            await RaiseAsync(db, coupons[1 - i]);
            return true;
        }, Ct));

        Assert.Equal(3, attempts);
        Assert.Equal([11, 11], await shop.ReadAsync(
            db => db.Set<Coupon>().OrderBy(c => c.Id).Select(c => c.Total).ToListAsync(Ct)));
    }

    [Fact]
    public async Task F21_Orders_of_the_same_goods_in_opposite_order_are_all_placed()
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        long[] skus = [await shop.SkuAsync(stock: 40), await shop.SkuAsync(stock: 40)];
        var requests = new List<CheckOutRequest>();
        foreach (var index in Enumerable.Range(0, 16))
        {
            var (accountId, addressId) = await shop.ShopperAsync();
            await shop.CartAsync(accountId, (skus[index % 2], 1), (skus[1 - (index % 2)], 1));
            requests.Add(await RequestAsync(shop, accountId, addressId));
        }

        TestShop.Node[] nodes = [shop.SecondNode(), shop.SecondNode()];
        var results = await Race.RunAsync(
            requests.Count, i => nodes[i / 2 % 2].Get<CheckOut>().ExecuteAsync(requests[i], Ct));

        Assert.All(results, result => Assert.Equal(CheckOutStatus.Placed, result.Status));
        foreach (var sku in skus) Assert.Equal(16, (await shop.StockAsync(sku)).Locked);
        await shop.AuditAsync();
    }

    /// <summary>Another session sits on the row; a rush does not wait for it for ever.</summary>
    [Fact]
    public async Task F23_A_row_that_somebody_sits_on_means_busy_after_a_bounded_wait_and_the_same_key_works_after()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Postgres, options => options.Settings["Storage:BusyWait"] = "00:00:00.5");
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(3));
        var requests = accounts.Select(a => new ClaimCouponRequest(a, couponId, Guid.NewGuid())).ToArray();
        await using (DbConnection sitting = new Npgsql.NpgsqlConnection(shop.PostgresConnection))
        {
            await sitting.OpenAsync(Ct);
            await using var transaction = await sitting.BeginTransactionAsync(Ct);
            await using var command = sitting.CreateCommand();
            command.CommandText = "update coupons set total = total";
            await command.ExecuteNonQueryAsync(Ct);

            var busy = await Race.RunAsync(3, i => shop.Get<ClaimCoupon>().ExecuteAsync(requests[i], Ct));
            Assert.All(busy, answer => Assert.Equal(ClaimCouponStatus.Busy, answer.Status));
            Assert.Single((await shop.Get<ListCoupons>().ExecuteAsync(new(null), Ct)).Coupons); // reads go on
        }

        var answers = await Race.RunAsync(3, i => shop.Get<ClaimCoupon>().ExecuteAsync(requests[i], Ct));
        Assert.All(answers, answer => Assert.Equal(ClaimCouponStatus.Claimed, answer.Status));
        await shop.AuditAsync();
    }

    private static Task<int> RaiseAsync(ShopDbContext db, long couponId) => db.Set<Coupon>()
        .Where(c => c.Id == couponId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Total, c => c.Total + 1), Ct);

    private static async Task<CheckOutRequest> RequestAsync(TestShop shop, long accountId, long addressId)
    {
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);
        return new CheckOutRequest(accountId, RandomToken.New(), addressId, null, "", quote.Total.Due);
    }

    private static Task<ClaimCouponResult> ClaimAsync(TestShop.Node node, long couponId, long accountId) =>
        node.Get<ClaimCoupon>().ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), Ct);
}

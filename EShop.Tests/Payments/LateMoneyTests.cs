using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Jobs;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

/// <summary>S16, late money: an order whose time was up is revived with stock and coupon, all or nothing, or the money
/// goes back by itself and the shopper is told.</summary>
public sealed class LateMoneyTests
{
    private const string GoesOn = "Your late payment has arrived: your order goes on",
        TooLate = "Your payment came too late and goes back";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S16_Late_money_revives_an_order_with_its_stock_and_its_coupon(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (number, claimId) = await LapsedAsync(shop, skuId, isSettled: true);
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));

        await shop.PayAsync(number, "late");
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(number));
        await shop.DeliverAllAsync();
        await shop.SweepAsync();

        Assert.Equal([PaymentState.Kept], await shop.PaymentStatesAsync());
        Assert.Equal((3L, 0L, 2L), await shop.LevelsAsync(skuId));
        Assert.Equal((ClaimState.Used, number.Text), await ClaimAsync(shop, claimId));
        Assert.Equal([LockState.Cancel, LockState.Finish], await TasksAsync(shop, number));
        Assert.Equal(["AwaitingPayment", "Closed", "Paid"], await StepsAsync(shop, number));
        Assert.Contains(GoesOn, await shop.MailsAsync());
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S16_An_order_is_revived_before_its_closing_has_given_anything_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 2);
        var (number, claimId) = await LapsedAsync(shop, skuId, isSettled: false);
        Assert.Equal((0L, 2L, 0L), await shop.LevelsAsync(skuId));

        await shop.PayAsync(number, "late");
        await shop.DeliverAllAsync(); // OrderClosed comes now, after the order was paid

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(number));
        Assert.Equal((0L, 0L, 2L), await shop.LevelsAsync(skuId));
        Assert.Equal((ClaimState.Used, number.Text), await ClaimAsync(shop, claimId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S13_S16_A_verdict_of_before_the_revival_leaves_its_new_tasks_alone(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (number, claimId) = await LapsedAsync(shop, skuId, isSettled: true);
        // Another node's sweep was told "closed", and then stood still.
        var stock = await VerdictAsync(new StockSettling());
        var coupon = await VerdictAsync(new CouponSettling());
        await shop.PayAsync(number, "late");
        Assert.Equal([LockState.Cancel, LockState.Lock], await TasksAsync(shop, number));

        // Now it goes on.
        Assert.Equal(0, await shop.WriteAsync(db => StockLedger.SettleAsync(db, shop.Now, [stock], Ct)));
        Assert.Equal(0, await shop.WriteAsync(db => CouponLedger.SettleAsync(db, shop.Now, [coupon], Ct)));

        Assert.Equal((3L, 2L, 0L), await shop.LevelsAsync(skuId));
        await shop.DeliverAllAsync();
        Assert.Equal((3L, 0L, 2L), await shop.LevelsAsync(skuId));
        Assert.Equal((ClaimState.Used, number.Text), await ClaimAsync(shop, claimId));
        await shop.AuditAsync();

        async Task<Settling> VerdictAsync(ISettling tasks)
        {
            var last = await shop.ReadAsync(db => tasks.LastAsync(db, [number.Text], Ct));
            return new Settling(number, LockState.Cancel, "closed", last[number.Text]);
        }
    }

    [Theory, EachStore]
    public async Task S16_Without_the_stock_the_money_goes_back_and_the_coupon_stays_free(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 2);
        var (number, claimId) = await LapsedAsync(shop, skuId, isSettled: true);
        Assert.Equal(CheckOutStatus.Placed, (await shop.BuyAsync(skuId)).Result.Status); // one is gone

        await LateCallbackAsync(shop, number);
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(number));
        Assert.Equal([PaymentState.Refunded], await shop.PaymentStatesAsync());
        Assert.Equal((1L, 1L, 0L), await shop.LevelsAsync(skuId));
        Assert.Equal((ClaimState.Unused, null), await ClaimAsync(shop, claimId));
        Assert.Contains(TooLate, await shop.MailsAsync());
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S16_Without_the_coupon_the_money_goes_back_and_the_stock_stays_free(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (number, claimId) = await LapsedAsync(shop, skuId, isSettled: true);
        shop.Clock.Advance(TimeSpan.FromDays(8)); // the claim has expired

        await LateCallbackAsync(shop, number);
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(number));
        Assert.Equal([PaymentState.Refunded], await shop.PaymentStatesAsync());
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));
        Assert.Equal((ClaimState.Unused, null), await ClaimAsync(shop, claimId));
        Assert.Contains(TooLate, await shop.MailsAsync());
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S16_Of_two_late_payments_one_revives_and_one_goes_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var skuId = await shop.SkuAsync(stock: 5);
        var (number, _) = await LapsedAsync(shop, skuId, isSettled: true);
        await shop.WriteAsync(async db =>
        {
            foreach (var id in new[] { "one", "two" }) db.Set<SandboxTrade>().Add(TradeOf(number, id));
            await Task.CompletedTask;
            return true;
        });
        await shop.PayAsync(number, "never", amountMinor: 1); // suspicious money is not in the way

        await Race.RunAsync(2, async i =>
        {
            if (i == 0) await shop.PayAsync(number, "one");
            else await node.Get<RecordPayment>().ExecuteAsync(
                "sandbox", new ProviderPayment("two", number.Text, 19_000, "CNY"), Ct);
            return true;
        });
        shop.Clock.Advance(TimeSpan.FromMinutes(2)); // who was told to wait comes again
        await shop.DeliverAllAsync();
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(number));
        Assert.Equal([PaymentState.Kept, PaymentState.Refunded, PaymentState.Suspicious],
            (await shop.PaymentStatesAsync()).OrderBy(s => $"{s}"));
        Assert.Equal((3L, 0L, 2L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S16_Of_20_late_payments_for_10_pieces_10_revive_and_10_go_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var skuId = await shop.SkuAsync(stock: 20);
        var numbers = new List<OrderNumber>();
        for (var i = 0; i < 20; i++)
        {
            var (accountId, placed) = await shop.BuyAsync(skuId);
            await shop.StartAsync((accountId, placed.Number));
            numbers.Add(placed.Number);
        }

        await LapseAsync(shop);
        await shop.DeliverAllAsync();
        var writeOff = new StockChange(skuId, -10, StockReason.WrittenOff, null, "broken");
        Assert.True(await shop.WriteAsync(db => StockLedger.ChangeAsync(db, shop.Now, writeOff, Ct)));

        await Race.RunAsync(20, async i =>
        {
            var record = i % 2 == 0 ? shop.Get<RecordPayment>() : node.Get<RecordPayment>();
            await LateCallbackAsync(shop, numbers[i], record);
            return true;
        });
        for (var i = 0; i < 3; i++)
        {
            shop.Clock.Advance(TimeSpan.FromMinutes(2));
            await shop.DeliverAllAsync();
        }

        var states = await shop.PaymentStatesAsync();
        Assert.Equal(10, states.Count(s => s == PaymentState.Kept));
        Assert.Equal(10, states.Count(s => s == PaymentState.Refunded));
        Assert.Equal((0L, 0L, 10L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    private static SandboxTrade TradeOf(OrderNumber number, string id) => new()
    {
        Id = id,
        OrderNumber = number.Text,
        Nth = id.Length + id[0],
        AmountMinor = 19_000,
        Currency = "CNY",
        State = SandboxTradeState.Paid,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The sandbox lets late money through, and its callback comes.</summary>
    private static async Task LateCallbackAsync(TestShop shop, OrderNumber number, RecordPayment? record = null)
    {
        var trade = await shop.ReadAsync(
            db => db.Set<SandboxTrade>().SingleAsync(t => t.OrderNumber == number.Text, Ct));
        Assert.Equal(PaySandboxTradeStatus.Paid,
            await shop.Get<PaySandboxTrade>().ExecuteAsync(new(trade.Id, SandboxWay.PayLate), Ct));
        record ??= shop.Get<RecordPayment>();
        await record.ExecuteAsync("sandbox", trade.ToPayment(), Ct);
    }

    /// <summary>An order of two pieces, with a coupon, that was begun to be paid and whose time is up.</summary>
    private static async Task<(OrderNumber Number, long ClaimId)> LapsedAsync(
        TestShop shop, long skuId, bool isSettled)
    {
        var shopper = await shop.ShopperAsync();
        var couponId = await shop.CouponAsync(total: 10);
        var claim = await shop.Get<ClaimCoupon>().ExecuteAsync(new(shopper.AccountId, couponId, Guid.NewGuid()), Ct);
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        var placed = await shop.PlaceAsync(shopper, "key", claim.ClaimId);
        Assert.Equal(CheckOutStatus.Placed, placed.Status);
        await shop.StartAsync((shopper.AccountId, placed.Number));
        await LapseAsync(shop);
        if (isSettled) await shop.DeliverAllAsync();
        return (placed.Number, claim.ClaimId);
    }

    private static async Task LapseAsync(TestShop shop)
    {
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(0, (await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct)).Failed);
    }

    private static async Task<(ClaimState, string?)> ClaimAsync(TestShop shop, long claimId)
    {
        var claim = await shop.ReadAsync(db => db.Set<CouponClaim>().SingleAsync(c => c.Id == claimId, Ct));
        return (claim.State, claim.OrderNumber);
    }

    private static Task<List<LockState>> TasksAsync(TestShop shop, OrderNumber number) => shop.ReadAsync(
        db => db.Set<StockTask>().Where(t => t.OrderNumber == number.Text).OrderBy(t => t.Id)
            .Select(t => t.State).ToListAsync(Ct));

    private static Task<List<string>> StepsAsync(TestShop shop, OrderNumber number) => shop.ReadAsync(async db =>
        (await db.Set<OrderStep>().Where(s => s.OrderNumber == number.Text).OrderBy(s => s.Seq).ToListAsync(Ct))
            .Select(s => $"{s.ToState}").ToList());
}

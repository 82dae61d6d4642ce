using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Payments;

/// <summary>What goes wrong in the middle of paying and of reviving an order.</summary>
public sealed class RevivalFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A settling job has learnt that the order is closed, and stands; meanwhile late money revives it; then
    /// the job writes. What was taken anew is not what it asked about.</summary>
    [Theory, EachStore]
    public async Task A_settling_job_that_asked_before_the_revival_takes_nothing_back(Store store)
    {
        var outcomes = new PausedOutcomes();
        await using var shop = await TestShop.CreateAsync(store, o => o.Services = outcomes.Put);
        var skuId = await shop.SkuAsync(stock: 1);
        var number = await LapsedAsync(shop, skuId);
        await shop.DeliverAllAsync(); // given back: the task of its first life is CANCEL

        outcomes.Pause = new Pause();
        var job = Task.Run(() => shop.Get<SettleStockTasks>().SettleAsync(number, Ct), Ct);
        await outcomes.Pause.ReachedAsync();
        var pause = outcomes.Pause;
        outcomes.Pause = null;
        await shop.PayAsync(number, "late");
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(number));
        pause.Release();
        await job;
        await shop.DeliverAllAsync();

        Assert.Equal((0L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    /// <summary>The process dies when everything is had again and the order is about to be paid.</summary>
    [Theory, EachStore]
    public async Task A_revival_that_dies_half_way_is_given_back_and_done_again(Store store)
    {
        var fault = new FailOnce("late payment");
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(fault));
        var skuId = await shop.SkuAsync(stock: 1);
        var number = await LapsedAsync(shop, skuId);
        await shop.DeliverAllAsync();

        fault.Arm();
        await Assert.ThrowsAnyAsync<Exception>(() => shop.PayAsync(number, "late"));
        Assert.True(fault.IsDone);
        Assert.Equal((0L, 1L, 0L), await shop.LevelsAsync(skuId)); // held for it, and nobody takes it back yet
        await shop.SweepAsync();
        Assert.Equal((0L, 1L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();

        shop.Clock.Advance(TimeSpan.FromSeconds(61));
        await shop.SweepAsync();
        Assert.Equal((1L, 0L, 0L), await shop.LevelsAsync(skuId));
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.DeliverAllAsync(); // the payment's own message tries again
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(number));
        Assert.Equal((0L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F4_A_callback_that_dies_before_the_order_is_paid_is_done_by_its_message(Store store)
    {
        var fault = new FailOnce("paid_with");
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(fault));
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId);

        fault.Arm();
        await Assert.ThrowsAnyAsync<Exception>(() => shop.PayAsync(placed.Number, "t"));
        Assert.Equal([PaymentState.Received], await shop.PaymentStatesAsync());
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(placed.Number));
        await shop.DeliverAllAsync();

        Assert.Equal([PaymentState.Kept], await shop.PaymentStatesAsync());
        Assert.Equal(ReceivePaymentStatus.AlreadyRecorded, await shop.PayAsync(placed.Number, "t")); // F5
        Assert.Equal((4L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F4_Without_messages_the_timed_job_lets_a_recorded_payment_do_its_work(Store store)
    {
        var fault = new FailOnce("paid_with");
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(fault));
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        fault.Arm();
        await Assert.ThrowsAnyAsync<Exception>(() => shop.PayAsync(placed.Number, "t"));

        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await shop.Get<AskProviders>().ExecuteAsync(Ct)).Applied);

        Assert.Equal([PaymentState.Kept], await shop.PaymentStatesAsync());
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(placed.Number));
    }

    private static async Task<OrderNumber> LapsedAsync(TestShop shop, long skuId)
    {
        var (_, placed) = await shop.BuyAsync(skuId);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, (await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct)).Closed);
        return placed.Number;
    }

    /// <summary>Answers as the shop does; a test can hold the answer up.</summary>
    private sealed class PausedOutcomes
    {
        public Pause? Pause { get; set; }

        public void Put(IServiceCollection services) => services.AddSingleton<IOrderOutcome>(provider =>
            new Held(this, ActivatorUtilities.CreateInstance<OrderOutcomes>(provider)));

        private sealed class Held(PausedOutcomes outcomes, OrderOutcomes inner) : IOrderOutcome
        {
            public async Task<OrderAnswer> AskAsync(OrderNumber order, CancellationToken ct) =>
                (await AskAllAsync([order], ct))[order];

            public async Task<IReadOnlyDictionary<OrderNumber, OrderAnswer>> AskAllAsync(
                IReadOnlyCollection<OrderNumber> orders, CancellationToken ct)
            {
                var answers = await inner.AskAllAsync(orders, ct);
                if (outcomes.Pause is { } pause) await pause.StandAsync();
                return answers;
            }
        }
    }
}

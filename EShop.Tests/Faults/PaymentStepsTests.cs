using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed at each exact step of paying and started again: what was paid is paid once, and
/// its goods are sold once.</summary>
public sealed class PaymentStepsTests
{
    private static readonly KillStep[] AtTheProvider =
    [
        new("C10 the payment is about to be opened", new(FaultPlace.Before, "insert into sandbox_trades")),
        new("C11 it is open, and nobody was sent there", new(FaultPlace.Committed, "insert into sandbox_trades"), true),
    ];

    private static readonly KillStep[] OfTheCallback =
    [
        new("P8 the money is about to be noted", new(FaultPlace.Commit, "insert into payments")),
        new("P9 it is noted, and not answered", new(FaultPlace.Committed, "insert into payments"), IsOnEach: true),
        new("P4 the order is paid, the payment not kept", new(FaultPlace.Committed, "update orders as"), true),
        new("P5 its goods are about to be sold", new(FaultPlace.Commit, "update stock_tasks")),
    ];

    [Theory, EachStore]
    public async Task F3_F4_F5_Killed_at_C10_to_P9_the_order_is_there_and_is_paid_once(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            (options.Store, options.HasFaults) = (store, true);
            options.Settings["Settling:Period"] = "00:00:01";
            options.Settings["Messaging:ClaimTime"] = "00:00:02";
        });
        var goods = await shop.GoodsAsync(stock: 20);
        using var shopper = await HttpShopper.SignInAsync(shop, (1, await HttpShopper.MakeCustomersAsync(shop, 1)));
        var (stock, _, _) = await shop.StockAsync(goods);
        foreach (var step in AtTheProvider.On(store))
        {
            var order = await OrderAsync(shopper, goods);
            await shop.KillAsync(step.Fault, () => shopper.GoToProviderAsync(order));
            Assert.True(await shop.StateOfAsync(order) == "AwaitingPayment", step.Name);

            await shop.StartAgainAsync();
            await shopper.PressPayAsync(await shopper.GoToProviderAsync(order));
            await IsPaidOnceAsync(shop, order, step);
        }

        foreach (var step in OfTheCallback.On(store))
        {
            var order = await OrderAsync(shopper, goods);
            var page = await shopper.GoToProviderAsync(order);
            await shop.KillAsync(step.Fault, () => shopper.PressPayAsync(page));
            await shop.StartAgainAsync(); // the provider calls again
            await IsPaidOnceAsync(shop, order, step);
        }

        var sold = AtTheProvider.On(store).Length + OfTheCallback.On(store).Length;
        await shop.StockIsAsync(goods, (stock - sold, 0, sold));
        await shop.AuditAsync();
    }

    private static async Task IsPaidOnceAsync(WebShop shop, string order, KillStep step)
    {
        await Until.TrueAsync(
            async () => (await shop.TasksAsync(order)).Stock == "Finish", KillSteps.HealedWithin);
        Assert.True(await shop.StateOfAsync(order) == "Paid", step.Name);
        Assert.Single(await shop.RowsAsync($"select id from sandbox_trades where order_number = '{order}'"));
        await Until.TrueAsync(async () =>
        {
            var payments = await shop.RowsAsync($"select state from payments where order_number = '{order}'");
            return Assert.Single(payments)[0] != "Received";
        }, KillSteps.HealedWithin);
        Assert.Equal("Kept", Assert.Single(
            await shop.RowsAsync($"select state from payments where order_number = '{order}'"))[0]);
        Assert.Single(await shop.RowsAsync(
            $"select to_state from order_steps where order_number = '{order}' and to_state = 'Paid'"));
    }

    private static async Task<string> OrderAsync(HttpShopper shopper, Goods goods)
    {
        await shopper.PutInCartAsync(goods);
        return await shopper.CheckOutAsync();
    }
}

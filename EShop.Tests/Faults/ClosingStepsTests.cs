using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed at each exact step of closing an unpaid order and started again: it is closed
/// once, and its goods are back once.</summary>
public sealed class ClosingStepsTests
{
    private static readonly KillStep[] Steps =
    [
        new(ClosedThere, new(FaultPlace.Committed, "update sandbox_trades"), IsOnEach: true),
        new("J4 closing is about to be committed", new(FaultPlace.Commit, "update orders as")),
        new("J4 it is closed, its tasks are not settled", new(FaultPlace.Committed, "update orders as")),
        new("J7 tasks and stock are about to be committed", new(FaultPlace.Commit, "update stock_levels"), true),
    ];

    private const string ClosedThere = "J3 its payment is closed at the provider, the order is not";

    [Theory, EachStore]
    public async Task F6_F7_Killed_at_J3_to_J7_an_overdue_order_is_closed_and_its_stock_is_back_once(Store store)
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
        foreach (var step in Steps.On(store))
        {
            await shopper.PutInCartAsync(goods);
            var order = await shopper.CheckOutAsync();
            var payPage = await shopper.GoToProviderAsync(order);
            // Its limit passes at this moment.
            await shop.KillAsync(step.Fault, () => shop.SpoilAsync(
                $"update orders set pay_until = created_at + 1 where number = '{order}'"));
            if (step.Name == ClosedThere) Assert.Equal("AwaitingPayment", await shop.StateOfAsync(order));
            await shop.StartAgainAsync();
            await shopper.PressPayAsync(payPage); // no money slips in

            await Until.TrueAsync(
                async () => (await shop.TasksAsync(order)).Stock == "Cancel", KillSteps.HealedWithin);
            Assert.True(await shop.StateOfAsync(order) == "Closed", step.Name);
            Assert.Single(await shop.RowsAsync(
                $"select to_state from order_steps where order_number = '{order}' and to_state = 'Closed'"));
            Assert.Empty(await shop.RowsAsync($"select id from payments where order_number = '{order}'"));
            await shop.StockIsAsync(goods, (stock, 0, 0));
        }

        await shop.AuditAsync();
    }
}

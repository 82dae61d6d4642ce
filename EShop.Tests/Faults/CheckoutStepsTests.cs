using EShop.Core.Accounts;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed at each exact step of a checkout and started again; the shopper, who is signed
/// in as before and whose cart is as it was, presses again.</summary>
public sealed class CheckoutStepsTests
{
    private static readonly KillStep[] Steps =
    [
        new("C5 stock and its task are about to be committed", new(FaultPlace.Commit, "insert into stock_tasks")),
        new("C5 they are committed", new(FaultPlace.Committed, "insert into stock_tasks")),
        new("C7 the order is about to be written", new(FaultPlace.Before, "insert into orders")),
        new("C8 it is about to be committed", new(FaultPlace.Commit, "insert into orders"), IsOnEach: true),
        new(Unanswered, new(FaultPlace.Committed, "insert into orders"), IsOnEach: true),
    ];

    private const string Unanswered = "C9 it is committed, and not answered";

    [Theory, EachStore]
    public async Task F1_F2_F38_Killed_at_C5_to_C9_the_same_press_gives_one_order_and_takes_stock_once(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            (options.Store, options.HasFaults) = (store, true);
            options.Settings["Locks:Lease"] = "00:00:02";
            options.Settings["Settling:Period"] = "00:00:01";
            options.Settings["Settling:CheckoutGrace"] = "00:00:15";
        });
        var steps = Steps.On(store);
        var goods = await shop.GoodsAsync(stock: 2 * Steps.Length);
        var (stock, _, _) = await shop.StockAsync(goods);
        var password = await HttpShopper.MakeCustomersAsync(shop, steps.Length);
        foreach (var (index, step) in steps.Index())
        {
            using var shopper = await HttpShopper.SignInAsync(shop, (index + 1, password));
            await shopper.PutInCartAsync(goods);
            await shopper.OpenCheckoutAsync();
            await shop.KillAsync(step.Fault, shopper.PlaceAsync);
            var first = await shop.OrderOfAsync(CreateDemoCustomers.EmailOf(index + 1));
            Assert.True(first is not null == (step.Name == Unanswered), $"{step.Name}: order {first}");

            await shop.StartAgainAsync();
            var second = await shopper.PlaceAsync();
            Assert.Equal(await shop.OrderOfAsync(CreateDemoCustomers.EmailOf(index + 1)), second);
            Assert.Equal(first ?? second, second);
            Assert.Equal("Lock", (await shop.TasksAsync(second)).Stock);
        }

        // What was taken for nobody is back by itself.
        await shop.StockIsAsync(goods, (stock - steps.Length, steps.Length, 0));
        await shop.AuditAsync();
    }
}

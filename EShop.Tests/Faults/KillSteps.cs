using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A place to die at, by the names of its flow: C of a checkout, P of a callback, J of closing.</summary>
/// <param name="IsOnEach">True: on each store. False: on SQLite only, as each death costs a start of the shop.</param>
internal sealed record KillStep(string Name, ShopFault Fault, bool IsOnEach = false);

/// <summary>Kills a shop at an exact step of what it is asked to do.</summary>
internal static class KillSteps
{
    /// <summary>Long enough for a slow machine; what is to come comes in seconds.</summary>
    public static readonly TimeSpan HealedWithin = TimeSpan.FromMinutes(2);

    public static KillStep[] On(this KillStep[] steps, Store store) =>
        [.. steps.Where(step => step.IsOnEach || store == Store.Sqlite)];

    /// <summary>The number that this shop's shopper has an order under; null: there is none.</summary>
    public static async Task<string?> OrderOfAsync(this WebShop shop, string email)
    {
        var rows = await shop.RowsAsync(
            $"select o.number from orders o join accounts a on a.id = o.account_id where a.email = '{email}'");
        Assert.True(rows.Count <= 1, $"{email} has {rows.Count} orders.");
        return rows.Count == 0 ? null : rows[0][0];
    }

    public static async Task<string> StateOfAsync(this WebShop shop, string order) =>
        Assert.Single(await shop.RowsAsync($"select state from orders where number = '{order}'"))[0];

    /// <summary>Ends when the shop is dead of it. What it answered in the middle, if anything, counts for nothing.
    /// </summary>
    public static async Task KillAsync(this WebShop shop, ShopFault fault, Func<Task> actAsync)
    {
        fault.Arm(shop);
        try
        {
            await actAsync();
        }
        catch (HttpRequestException)
        {
            // No answer came.
        }

        await shop.DiedAsync();
    }

    /// <summary>Ends when this many pieces are free, locked and sold.</summary>
    public static async Task StockIsAsync(
        this WebShop shop, Goods goods, (long Available, long Locked, long Sold) expected)
    {
        try
        {
            await Until.TrueAsync(async () => await shop.StockAsync(goods) == expected, HealedWithin);
        }
        finally
        {
            Assert.Equal(expected, await shop.StockAsync(goods));
        }
    }

    /// <summary>Presses the button of the order that leads to the provider; its page.</summary>
    public static async Task<HttpPage> GoToProviderAsync(this HttpShopper shopper, string order)
    {
        var pay = await shopper.Visitor.GetAsync($"/orders/{order}/pay");
        var page = await shopper.Visitor.SubmitAsync(
            pay, "form:has(button[name='Provider'])", new() { ["Provider"] = "sandbox" });
        Assert.StartsWith("/sandbox/pay/", page.Path, StringComparison.Ordinal);
        return page;
    }

    /// <summary>Pays on the page of the provider.</summary>
    public static Task<HttpPage> PressPayAsync(this HttpShopper shopper, HttpPage page) =>
        shopper.Visitor.SubmitAsync(page, "form:has(input[value='sandbox'])", []);
}

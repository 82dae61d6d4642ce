using System.Diagnostics;
using System.Globalization;
using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The process may open nothing more.</summary>
public sealed class HandlesFaultsTests
{
    private const int Strangers = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task F45_Out_of_handles_new_visitors_wait_outside_and_all_is_well_when_there_are_some_again()
    {
        await using var shop = await WebShop.StartAsync();
        var goods = await shop.GoodsAsync();
        using var shopper = await HttpShopper.SignInAsync(shop, (1, await HttpShopper.MakeCustomersAsync(shop, 1)));
        shopper.Visitor.AskForPages();
        await shopper.PutInCartAsync(goods);
        await shopper.OpenCheckoutAsync();
        var (process, allowed) = (shop.ProcessId, await LimitAsync(shop));

        await SetLimitAsync(shop, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length);
        var answered = await Race.RunAsync(Strangers, async _ => await IsAnsweredAsync(shop));
        Assert.Contains(false, answered);
        var cart = await shopper.Visitor.GetAsync("/cart"); // over the connection that is there
        Assert.True(
            cart.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{cart.Status} {cart.Text}");

        await SetLimitAsync(shop, allowed);
        await Until.TrueAsync(() => IsAnsweredAsync(shop), KillSteps.HealedWithin);
        var order = await shopper.PlaceAsync();
        Assert.Equal("Lock", (await shop.TasksAsync(order)).Stock);
        Assert.Equal(process, shop.ProcessId);
        await shop.AuditAsync();
    }

    private static async Task<bool> IsAnsweredAsync(WebShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Address, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<int> LimitAsync(WebShop shop)
    {
        var lines = await File.ReadAllLinesAsync(
            $"/proc/{shop.ProcessId}/limits", TestContext.Current.CancellationToken);
        var words = lines.Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(words[3], CultureInfo.InvariantCulture);
    }

    private static async Task SetLimitAsync(WebShop shop, int handles)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{shop.ProcessId}", $"--nofile={handles}:"]);
        await limit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, limit.ExitCode);
    }
}

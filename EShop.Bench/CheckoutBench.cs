using System.CommandLine;
using System.Text.Json;

namespace EShop.Bench;

/// <summary>Orders per second, all of one SKU or spread over a thousand: a lock and a commit for each order and SKU,
/// the shop's turns, and the ceiling of the machine, in one run on one store.</summary>
internal static class CheckoutBench
{
    private const int JudgedParallel = 512;
    private static readonly int[] Parallels = [1, 64, JudgedParallel];

    private static readonly Option<CheckoutCase> Case = new("--case")
    {
        Description = "hot: everybody wants one SKU; spread: three of a thousand SKUs each",
    };

    public static Command Command()
    {
        var command = new Command("checkout", "orders per second of the whole checkout") { Case };
        var options = new BenchOptions(command, "1, 64 and 512");
        command.SetAction(async (parsed, _) =>
        {
            var (parts, which) = (options.PartsOf(parsed), parsed.GetValue(Case));
            await RunAsync(parts, which, options.ParallelOf(parsed) is { } one ? [one] : Parallels);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(BenchParts parts, CheckoutCase which, int[] parallels)
    {
        var goods = which == CheckoutCase.Hot ? "one hot SKU" : "three of 1,000 SKUs an order";
        Screen.Line($"Checkouts of {goods} on {parts.Store}, durable commits; orders per second.");
        Screen.Line("parallel   plain/s    shop/s  ceiling/s  × plain  × ceiling    p50 ms    p99 ms    sold  over"
            + "  unsold");
        var rushes = new List<CheckoutRushResult>();
        foreach (var parallel in parallels)
        {
            var rush = await CheckoutRush.RunAsync(parts, which, parallel);
            rushes.Add(rush);
            Screen.Line($"{parallel,8}{rush.PlainPerSecond,10:F0}{rush.Shop.PerSecond,10:F0}"
                + $"{rush.CeilingPerSecond,11:F0}"
                + $"{rush.Shop.PerSecond / rush.PlainPerSecond,9:F1}{rush.Shop.PerSecond / rush.CeilingPerSecond,11:F2}"
                + $"{rush.Shop.P50Ms,10:F1}{rush.Shop.P99Ms,10:F1}{rush.Sold,8}{rush.Over,6}{rush.Unsold,8}");
        }

        // The judged load comes last: the last line is what a script reads.
        foreach (var rush in rushes.OrderBy(r => r.Parallel == JudgedParallel))
            Screen.Line(JsonOf((parts.Store, which), rush));
    }

    private static string JsonOf((string Store, CheckoutCase Which) run, CheckoutRushResult rush) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["bench"] = "checkout",
            ["case"] = run.Which == CheckoutCase.Hot ? "hot" : "spread",
            ["store"] = run.Store,
            ["parallel"] = rush.Parallel,
            ["plain_per_s"] = Math.Round(rush.PlainPerSecond),
            ["shop_per_s"] = Math.Round(rush.Shop.PerSecond),
            ["ceiling_per_s"] = Math.Round(rush.CeilingPerSecond),
            ["p50_ms"] = Math.Round(rush.Shop.P50Ms, 2),
            ["p99_ms"] = Math.Round(rush.Shop.P99Ms, 2),
            ["sold"] = rush.Sold,
            ["over"] = rush.Over,
            ["unsold"] = rush.Unsold,
        });
}

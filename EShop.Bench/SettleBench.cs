using System.CommandLine;
using System.Text.Json;

namespace EShop.Bench;

/// <summary>The settling job after it was away: a hundred thousand due tasks while shoppers go on buying; and what a
/// look costs when nothing is due, with few and with millions of settled tasks behind it.</summary>
internal static class SettleBench
{
    private const int LiveShoppers = 32;

    public static Command Command()
    {
        var command = new Command("settle", "100,000 due stock tasks while shoppers buy, and looks at nothing");
        var options = new BenchOptions(command, $"{LiveShoppers}");
        command.SetAction(async (parsed, _) =>
        {
            var parts = options.PartsOf(parsed);
            var rush = await SettleRush.RunAsync(parts, options.ParallelOf(parsed) ?? LiveShoppers);
            var looks = await IdleLooks.RunAsync(parts);
            Print(parts.Store, rush, looks);
            return 0;
        });
        return command;
    }

    private static void Print(string store, SettleRushResult rush, IdleLooksResult looks)
    {
        Screen.Line($"{SettleRush.DueTasks} due stock tasks on {store}, {rush.Shoppers} shoppers buying meanwhile.");
        Screen.Line($"settled      {rush.SettledPerSecond,10:F0} /s, heap grew by {rush.HeapMiB:F0} MiB at most");
        Screen.Line($"checkout p95 {rush.P95Ms,10:F1} ms without the sweep, {rush.P95DuringMs:F1} ms during it"
            + $" (× {rush.P95DuringMs / rush.P95Ms:F2}), {rush.OrdersDuring} orders");
        Screen.Line($"a look at nothing due {looks.FewUs:F0} µs with {IdleLooks.Few} settled tasks,"
            + $" {looks.ManyUs:F0} µs with {IdleLooks.Many} (× {looks.ManyUs / looks.FewUs:F2})");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "settle",
            store,
            due = SettleRush.DueTasks,
            settled_per_s = Math.Round(rush.SettledPerSecond),
            heap_mib = Math.Round(rush.HeapMiB),
            p95_ms = Math.Round(rush.P95Ms, 2),
            p95_during_ms = Math.Round(rush.P95DuringMs, 2),
            look_few_us = Math.Round(looks.FewUs),
            look_many_us = Math.Round(looks.ManyUs),
        }));
    }
}

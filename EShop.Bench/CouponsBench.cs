using System.CommandLine;
using System.Text.Json;

namespace EShop.Bench;

/// <summary>One hot coupon: a lock and a commit for each claim, the shop's turns, and the ceiling of the machine, in
/// one run on one store.</summary>
internal static class CouponsBench
{
    private const int JudgedParallel = 512;
    private static readonly int[] Parallels = [1, 64, JudgedParallel, 2_048];

    private static readonly Option<bool> Http = new("--http")
    {
        Description = "over HTTP, against a Development shop that is started for it, next to its own /health/live",
    };

    public static Command Command()
    {
        var command = new Command("coupons", "claims per second of one hot coupon") { Http };
        var options = new BenchOptions(command, "1, 64, 512 and 2,048");
        command.SetAction(async (parsed, _) =>
        {
            var (parts, parallel) = (options.PartsOf(parsed), options.ParallelOf(parsed));
            if (parsed.GetValue(Http)) await HttpRush.RunAsync(parts, parallel ?? JudgedParallel);
            else await RunAsync(parts, parallel is { } one ? [one] : Parallels);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(BenchParts parts, int[] parallels)
    {
        Screen.Line($"One hot coupon on {parts.Store}, durable commits; claims per second.");
        Screen.Line("parallel   plain/s    shop/s  ceiling/s  × plain  × ceiling    p50 ms    p99 ms   given  over"
            + "  missed  B/waiting");
        var rushes = new List<CouponRushResult>();
        foreach (var parallel in parallels)
        {
            var rush = await CouponRush.RunAsync(parts, parallel);
            rushes.Add(rush);
            Screen.Line($"{parallel,8}{rush.PlainPerSecond,10:F0}{rush.Shop.PerSecond,10:F0}"
                + $"{rush.CeilingPerSecond,11:F0}"
                + $"{rush.Shop.PerSecond / rush.PlainPerSecond,9:F1}{rush.Shop.PerSecond / rush.CeilingPerSecond,11:F2}"
                + $"{rush.Shop.P50Ms,10:F1}{rush.Shop.P99Ms,10:F1}{rush.Given,8}{rush.Over,6}{rush.Missed,8}"
                + $"{rush.WaitingBytes,11}");
        }

        // The judged load comes last: the last line is what a script reads.
        foreach (var rush in rushes.OrderBy(r => r.Parallel == JudgedParallel)) Screen.Line(JsonOf(parts.Store, rush));
    }

    private static string JsonOf(string store, CouponRushResult rush) => JsonSerializer.Serialize(new
    {
        bench = "coupons",
        store,
        parallel = rush.Parallel,
        plain_per_s = Math.Round(rush.PlainPerSecond),
        shop_per_s = Math.Round(rush.Shop.PerSecond),
        ceiling_per_s = Math.Round(rush.CeilingPerSecond),
        p50_ms = Math.Round(rush.Shop.P50Ms, 2),
        p99_ms = Math.Round(rush.Shop.P99Ms, 2),
        given = rush.Given,
        over = rush.Over,
        missed = rush.Missed,
        waiting_bytes = rush.WaitingBytes,
    });
}

using System.CommandLine;
using System.Text.Json;

namespace EShop.Bench;

/// <summary>One hot coupon: a lock and a commit for each claim, the shop's turns, and the ceiling of the machine, in
/// one run on one store.</summary>
internal static class CouponsBench
{
    private const int JudgedParallel = 512;
    private const string PostgresVariable = "ESHOP_BENCH_POSTGRES";
    private static readonly int[] Parallels = [1, 64, JudgedParallel, 2_048];

    private static readonly Option<int?> Parallel = new("--parallel")
    {
        Description = "only this many shoppers at once (1 to 10,000); else 1, 64, 512 and 2,048",
    };

    private static readonly Option<string> Store = new("--store")
    {
        Description = "sqlite or postgres",
        DefaultValueFactory = _ => "sqlite",
    };

    private static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = $"connection string of a PostgreSQL server, on which a database is made and dropped again; "
            + $"else the environment variable {PostgresVariable}",
    };

    private static readonly Option<string> Redis = new("--redis")
    {
        Description = "embedded, or the address of a Redis",
        DefaultValueFactory = _ => "embedded",
    };

    private static readonly Option<bool> Http = new("--http")
    {
        Description = "over HTTP, against a Development shop that is started for it, next to its own /health/live",
    };

    public static Command Command()
    {
        var command = new Command("coupons", "claims per second of one hot coupon")
        {
            Parallel, Store, Postgres, Redis, Http,
        };
        Store.AcceptOnlyFromAmong("sqlite", "postgres");
        Parallel.Validators.Add(result =>
        {
            if (result.GetValue(Parallel) is < 1 or > 10_000) result.AddError("--parallel is from 1 to 10,000.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Store) == "postgres" && PostgresOf(result.GetValue(Postgres)) is null)
                result.AddError($"--store postgres needs --postgres CONNECTION, or {PostgresVariable}.");
        });
        command.SetAction(async (parsed, _) =>
        {
            var redis = parsed.GetValue(Redis);
            var parts = new BenchParts(
                parsed.GetValue(Store) == "postgres" ? PostgresOf(parsed.GetValue(Postgres)) : null,
                redis == "embedded" ? null : redis);
            if (parsed.GetValue(Http)) await HttpRush.RunAsync(parts, parsed.GetValue(Parallel) ?? JudgedParallel);
            else await RunAsync(parts, parsed.GetValue(Parallel) is { } one ? [one] : Parallels);
            return 0;
        });
        return command;
    }

    private static string? PostgresOf(string? option) =>
        option ?? Environment.GetEnvironmentVariable(PostgresVariable);

    private static async Task RunAsync(BenchParts parts, int[] parallels)
    {
        var store = parts.Postgres is null ? "sqlite" : "postgres";
        Screen.Line($"One hot coupon on {store}, durable commits; claims per second.");
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
        foreach (var rush in rushes.OrderBy(r => r.Parallel == JudgedParallel)) Screen.Line(JsonOf(store, rush));
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

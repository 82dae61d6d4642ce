using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json;
using EShop.Core.Accounts.Passwords;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EShop.Bench;

/// <summary>Whole sign-ups over HTTP: page, calculation, code out of the mail folder, password, account, welcome page.
/// Beside it what the machine could do at best: hashing alone, since each account costs one hash.</summary>
internal static class SignUpBench
{
    private const int WarmUps = 16, CeilingHashes = 24;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    public static Command Command()
    {
        var parallel = new Option<int>("--parallel") { Description = "people who sign up at once" };
        var count = new Option<int>("--count") { Description = "sign-ups in all" };
        var store = new Option<string>("--store") { Description = "sqlite, or a PostgreSQL connection string" };
        var redis = new Option<string>("--redis") { Description = "embedded, or the address of a Redis" };
        (parallel.DefaultValueFactory, count.DefaultValueFactory) = (_ => 64, _ => 512);
        (store.DefaultValueFactory, redis.DefaultValueFactory) = (_ => "sqlite", _ => "embedded");
        var command = new Command("signup", "whole sign-ups per second over HTTP, with codes from the mail folder")
        {
            parallel, count, store, redis,
        };
        command.SetAction(async (parsed, _) =>
        {
            var (db, cache) = (parsed.GetValue(store)!, parsed.GetValue(redis)!);
            var parts = new BenchParts(db == "sqlite" ? null : db, cache == "embedded" ? null : cache);
            return await RunAsync(parts, (parsed.GetValue(parallel), parsed.GetValue(count)));
        });
        return command;
    }

    private static async Task<int> RunAsync(BenchParts parts, (int Parallel, int Count) load)
    {
        var ceiling = await HashesPerSecondAsync();
        await using var web = await BenchWeb.StartAsync(parts, Settings(load.Parallel));
        await using var mailbox = new Mailbox(web.MailFolder);
        mailbox.Open();
        await ClosedLoop.RunAsync((8, WarmUps, Limit), async _ =>
        {
            using var person = new SigningUp(web.Address, mailbox);
            await person.SignUpAsync();
        });
        var idle = web.RssMiB;
        var (failed, mails) = (0, new ConcurrentBag<double>());
        var result = await ClosedLoop.RunAsync((load.Parallel, load.Count, Limit), async _ =>
        {
            using var person = new SigningUp(web.Address, mailbox);
            if (!await person.SignUpAsync()) Interlocked.Increment(ref failed);
            mails.Add(person.MailTook.TotalMilliseconds);
        });
        var mail = mails.Order().ElementAt(mails.Count / 2);
        Report(parts, load, (result, mail, ceiling), (failed, idle, web.PeakRssMiB));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>A crowd behind one address is the load, so the ceilings are out of its way; so is the calculation,
    /// which the crowd's own machines would do. Hashing costs what it costs in the shop.</summary>
    private static Dictionary<string, string> Settings(int parallel) => new()
    {
        ["SignUpGuard:CodesPerNetworkHour"] = "1000000",
        ["SignUpGuard:CodesPerShopHour"] = "1000000",
        ["SignUpGuard:CaptchasPerNetworkMinute"] = "1000000",
        ["SignUpGuard:CaptchaWorkBits"] = "8",
        ["PasswordHash:QueueMax"] = $"{Math.Min(parallel, 1000)}",
    };

    private static async Task<double> HashesPerSecondAsync()
    {
        var options = new PasswordHashOptions { QueueMax = CeilingHashes };
        using var hashing = new PasswordHashing(Options.Create(options), NullLogger<PasswordHashing>.Instance);
        hashing.Hash("warm");
        var result = await ClosedLoop.RunAsync(
            (options.ParallelMax, CeilingHashes, Limit), _ => hashing.HashAsync("warm", default));
        return result.PerSecond;
    }

    private static void Report(
        BenchParts parts, (int Parallel, int Count) load, (LoopResult Shop, double MailMs, double Ceiling) speed,
        (int Failed, long IdleMiB, long PeakMiB) rest)
    {
        var (shop, mailMs, ceiling) = speed;
        Screen.Line("parallel  sign-ups   shop/s  hashes/s   p50 ms   p99 ms  mail p50 ms  failed  idle MiB  peak MiB");
        Screen.Line($"{load.Parallel,8}{load.Count,10}{shop.PerSecond,9:F1}{ceiling,10:F1}{shop.P50Ms,9:F0}"
            + $"{shop.P99Ms,9:F0}{mailMs,13:F0}{rest.Failed,8}{rest.IdleMiB,10}{rest.PeakMiB,10}");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "signup",
            store = parts.Postgres is null ? "sqlite" : "postgres",
            redis = parts.Redis is null ? "embedded" : "real",
            parallel = load.Parallel,
            sign_ups = load.Count,
            shop_per_s = Math.Round(shop.PerSecond, 2),
            hash_ceiling_per_s = Math.Round(ceiling, 2),
            p50_ms = Math.Round(shop.P50Ms),
            p99_ms = Math.Round(shop.P99Ms),
            mail_p50_ms = Math.Round(mailMs),
            failed = rest.Failed,
            idle_mib = rest.IdleMiB,
            peak_mib = rest.PeakMiB,
        }));
    }
}

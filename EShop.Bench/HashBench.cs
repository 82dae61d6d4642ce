using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using EShop.Core.Accounts.Passwords;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EShop.Bench;

/// <summary>What password hashing costs: one hash alone, and sign-ins per second behind the shop's gate.</summary>
internal static class HashBench
{
    private const string Password = "correct horse battery staple";
    private const int Alone = 12, SignIns = 64;
    private static readonly int[] Parallels = [1, 2, 8, 64];

    private static readonly (string Name, PasswordHashOptions Options)[] Settings =
    [
        ("argon2id 19 MiB t2", new() { MemoryKib = 19_456, Passes = 2 }),
        ("argon2id 46 MiB t2", new() { MemoryKib = 47_104, Passes = 2 }),
        ("pbkdf2-sha512 220k", new() { Algorithm = PasswordAlgorithm.Pbkdf2, Iterations = 220_000 }),
    ];

    public static Command Command()
    {
        var command = new Command("hash", "time, memory and sign-ins per second of password hashing");
        command.SetAction(async (_, _) =>
        {
            Screen.Line(
                "algorithm            best ms   parallel: 1/s       2/s       8/s      64/s   peak over idle MiB");
            foreach (var (name, options) in Settings) await RunAsync(name, options);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string name, PasswordHashOptions options)
    {
        // All of a run may wait: the queue's bound is not what is measured.
        options.QueueMax = SignIns;
        using var hashing = new PasswordHashing(
            Options.Create(options), NullLogger<PasswordHashing>.Instance);
        var stored = hashing.Hash(Password);
        var best = Enumerable.Range(0, Alone).Min(_ => TimeOne(hashing, stored));
        var idle = ForgetPeak();
        var rates = new List<double>();
        foreach (var parallel in Parallels)
        {
            var result = await ClosedLoop.RunAsync((parallel, SignIns, TimeSpan.FromSeconds(30)),
                _ => hashing.CheckAsync(new PasswordToCheck(stored, Password), default));
            rates.Add(result.PerSecond);
        }

        var peak = PeakMiB() - idle;
        Screen.Line($"{name,-20}{best,8:F1}{rates[0],16:F1}{rates[1],10:F1}{rates[2],10:F1}{rates[3],10:F1}{peak,22}");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "hash",
            algorithm = name,
            best_ms = Math.Round(best, 1),
            per_s_1 = Math.Round(rates[0], 1),
            per_s_2 = Math.Round(rates[1], 1),
            per_s_8 = Math.Round(rates[2], 1),
            per_s_64 = Math.Round(rates[3], 1),
            peak_above_idle_mib = peak,
        }));
    }

    /// <summary>Linux can forget a process's peak, so that one row of the table does not stand in the next; elsewhere
    /// the peak is that of all rows so far.</summary>
    private static long ForgetPeak()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / (1024 * 1024);
    }

    private static long PeakMiB()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / (1024 * 1024);
    }

    private static double TimeOne(PasswordHashing hashing, string stored)
    {
        var began = Stopwatch.GetTimestamp();
        if (hashing.Check(stored, Password) is not PasswordCheck.Right)
            throw new InvalidOperationException("The hash does not verify.");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}

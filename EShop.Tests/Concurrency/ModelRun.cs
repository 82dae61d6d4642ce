using System.Globalization;

namespace EShop.Tests.Concurrency;

/// <summary>How long a random test runs on each store, and which run it is: <c>ESHOP_MODEL_SECONDS</c> and
/// <c>ESHOP_MODEL_SEED</c> decide.</summary>
internal static class ModelRun
{
    public static int Seed { get; } = Setting("ESHOP_MODEL_SEED", Environment.TickCount & 0xFFFFFF);

    public static TimeSpan Lasts(int seconds) => TimeSpan.FromSeconds(Setting("ESHOP_MODEL_SECONDS", seconds));

    /// <summary>Who runs it for an hour looks on with -showLiveOutput.</summary>
    public static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value : fallback;
}

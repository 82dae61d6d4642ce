using System.Diagnostics;

namespace EShop.Bench;

/// <param name="PerSecond">Requests answered per second.</param>
internal sealed record LoopResult(double PerSecond, double P50Ms, double P99Ms);

/// <summary>N shoppers, each of whom asks again as soon as it was answered, until the work or the time is used up.
/// </summary>
internal static class ClosedLoop
{
    /// <param name="askAsync">Handles request number i; every i from 0 is asked at most once.</param>
    public static async Task<LoopResult> RunAsync(
        (int Parallel, int Requests, TimeSpan Limit) load, Func<int, Task> askAsync)
    {
        var next = -1;
        var took = new double[load.Requests];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, load.Parallel).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next);
                i < load.Requests && watch.Elapsed < load.Limit;
                i = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await askAsync(i);
                took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var done = took.Where(t => t > 0).Order().ToArray();
        return new LoopResult(done.Length / seconds, At(done, 0.50), At(done, 0.99));
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}

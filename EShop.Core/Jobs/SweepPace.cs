namespace EShop.Core.Jobs;

/// <summary>Between two batches a sweep rests for as long as the last one took, at most a second, so that half of the
/// time is the shoppers'.</summary>
internal static class SweepPace
{
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(1);

    /// <param name="clock">Whose time it is.</param>
    /// <param name="began">The clock's timestamp when the batch began.</param>
    /// <param name="ct">Ends the rest.</param>
    public static Task RestAsync(TimeProvider clock, long began, CancellationToken ct)
    {
        var took = clock.GetElapsedTime(began);
        return took > TimeSpan.Zero ? Task.Delay(took < RestMax ? took : RestMax, clock, ct) : Task.CompletedTask;
    }
}

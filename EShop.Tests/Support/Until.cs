using System.Diagnostics;

namespace EShop.Tests.Support;

/// <summary>Waits for what another process does in its own time, and no longer than it may take.</summary>
internal static class Until
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task TrueAsync(Func<Task<bool>> isSo, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < (within ?? TimeSpan.FromSeconds(45)), $"It was not so within {watch.Elapsed}.");
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
    }
}

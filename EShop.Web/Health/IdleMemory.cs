namespace EShop.Web.Health;

/// <summary>Gives memory back when a busy time is over (decision 34): the collector keeps what it took for as long as
/// nobody asks for memory again, and in an idle shop nobody does.</summary>
internal sealed class IdleMemory : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Memory is taken in real time, whatever the shop's clock says.
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        var rule = new IdleRule(GC.GetTotalAllocatedBytes());
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (rule.IsTime(GC.GetTotalAllocatedBytes()))
                    GiveBack();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The shop stops.
        }
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeMemory.Trim();
    }
}

namespace EShop.Core.Primitives;

/// <summary>
/// Lets a few pieces of costly work (a hash, a picture) run at once and a bounded number wait; who comes after
/// that is told so at once instead of piling up memory.
/// </summary>
public sealed class WorkGate : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly int insideMax;
    private int inside;

    public WorkGate(WorkGateSize size)
    {
        places = new SemaphoreSlim(size.ParallelMax, size.ParallelMax);
        insideMax = size.ParallelMax + size.QueueMax;
    }

    /// <summary>Runs the work on the thread pool when its turn has come; false when the queue is full.</summary>
    public async Task<bool> TryRunAsync(Action work, CancellationToken ct)
    {
        if (Interlocked.Increment(ref inside) > insideMax)
        {
            Interlocked.Decrement(ref inside);
            return false;
        }

        try
        {
            await places.WaitAsync(ct);
            try
            {
                await Task.Run(work, ct);
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }

        return true;
    }

    public void Dispose() => places.Dispose();
}

/// <param name="ParallelMax">How many run at once.</param>
/// <param name="QueueMax">How many more may wait.</param>
public readonly record struct WorkGateSize(int ParallelMax, int QueueMax);

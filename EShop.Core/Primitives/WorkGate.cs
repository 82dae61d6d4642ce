namespace EShop.Core.Primitives;

/// <summary>
/// Lets a few pieces of costly work (a hash, a picture) run at once and a bounded number wait; who comes after
/// that is told so at once instead of piling up memory.
/// </summary>
public sealed class WorkGate : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly int _insideMax;
    private int _inside;

    public WorkGate(WorkGateSize size)
    {
        _places = new SemaphoreSlim(size.ParallelMax, size.ParallelMax);
        _insideMax = size.ParallelMax + size.QueueMax;
    }

    /// <summary>Runs the work on the thread pool when its turn has come; false when the queue is full.</summary>
    public Task<bool> TryRunAsync(Action work, CancellationToken ct) =>
        TryRunAsync(() => Task.Run(work, ct), ct);

    /// <summary>The same for work that waits for others in between.</summary>
    public async Task<bool> TryRunAsync(Func<Task> work, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _inside) > _insideMax)
        {
            Interlocked.Decrement(ref _inside);
            return false;
        }

        try
        {
            await _places.WaitAsync(ct);
            try
            {
                await work();
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }

        return true;
    }

    public void Dispose() => _places.Dispose();
}

/// <param name="ParallelMax">How many run at once.</param>
/// <param name="QueueMax">How many more may wait.</param>
public readonly record struct WorkGateSize(int ParallelMax, int QueueMax);

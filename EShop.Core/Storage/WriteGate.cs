namespace EShop.Core.Storage;

/// <summary>SQLite has one writer at a time: writers of this process wait for each other here, in order and without
/// holding a thread, instead of in the store's busy loop. PostgreSQL needs none.</summary>
internal sealed class WriteGate(bool isNeeded) : IDisposable
{
    private readonly SemaphoreSlim? _one = isNeeded ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Pass> EnterAsync(CancellationToken ct)
    {
        if (_one is not null) await _one.WaitAsync(ct);
        return new Pass(_one);
    }

    public void Dispose() => _one?.Dispose();

    /// <summary>Who has it may write; the default is nobody's.</summary>
    public readonly struct Pass(SemaphoreSlim? one) : IDisposable
    {
        public bool IsHeld => one is not null;

        public void Dispose() => one?.Release();
    }
}

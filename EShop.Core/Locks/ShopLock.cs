namespace EShop.Core.Locks;

internal enum LockOutcome
{
    /// <summary>It is ours alone until it is disposed of, or until its lease is lost.</summary>
    Held = 1,

    /// <summary>Somebody else had it for all of the bounded wait.</summary>
    BusyElsewhere,

    /// <summary>Redis does not answer, so nobody can know: the database alone promises (S9).</summary>
    RedisAway,
}

/// <summary>What came of asking for a lock; letting go never throws and never waits long.</summary>
internal sealed class ShopLock(LockOutcome outcome, Func<ValueTask>? release) : IAsyncDisposable
{
    public LockOutcome Outcome => outcome;

    public ValueTask DisposeAsync() => release?.Invoke() ?? ValueTask.CompletedTask;
}

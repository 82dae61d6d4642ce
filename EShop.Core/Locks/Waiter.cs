namespace EShop.Core.Locks;

/// <summary>One request in a line. It either leaves before its turn begins or is answered by it, never both.</summary>
internal sealed class Waiter<TRequest, TAnswer>(TRequest request) where TAnswer : class
{
    private const int Waiting = 0, Taken = 1, Left = 2;

    // Continuations run elsewhere: a turn must not do its shoppers' work while it holds the lock.
    private readonly TaskCompletionSource<TurnAnswer<TAnswer>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _state = Waiting;

    public TRequest Request => request;

    public Task<TurnAnswer<TAnswer>> Answer => _answer.Task;

    /// <summary>True when the turn may decide it; false when it has left.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>True when it has left before its turn; false when its turn has begun and an answer is on its way.
    /// </summary>
    public bool TryLeave() => Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting;

    public void Give(TurnAnswer<TAnswer> answer) => _answer.TrySetResult(answer);

    public void Fail(Exception error) => _answer.TrySetException(error);
}

namespace EShop.Core.Locks;

/// <summary>One request in a line. It either leaves before its turn begins or is answered by it, never both.</summary>
/// <param name="cameAt">The clock's timestamp at which it lined up.</param>
internal sealed class Waiter<TRequest, TAnswer>(TRequest request, long cameAt) where TAnswer : class
{
    private const int Waiting = 0, Taken = 1, Left = 2;

    // Continuations run elsewhere: a turn must not do its shoppers' work while it holds the lock.
    private readonly TaskCompletionSource<TurnAnswer<TAnswer>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _leaving;
    private int _state = Waiting;

    public TRequest Request => request;

    public long CameAt => cameAt;

    public Task<TurnAnswer<TAnswer>> Answer => _answer.Task;

    /// <summary>Called once, before it lines up: from then on it leaves when <paramref name="ct"/> is cancelled, unless
    /// its turn has begun.</summary>
    public void LeaveOn(CancellationToken ct)
    {
        if (!ct.CanBeCanceled) return;
        _leaving = ct.UnsafeRegister(static (waiter, token) =>
        {
            var self = (Waiter<TRequest, TAnswer>)waiter!;
            if (self.TryLeave()) self._answer.TrySetCanceled(token);
        }, this);
    }

    /// <summary>True when the turn may decide it; false when it has left.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Its turn does not come: it is answered busy, unless it has left or is being decided.</summary>
    public void SendAway()
    {
        if (TryLeave()) Give(TurnAnswer<TAnswer>.Busy);
    }

    /// <summary>Answers it by way of the pool's common queue. A thread serves what it queued itself first, and the
    /// latest of that first of all: answers that lay there waited while later comers went round and round.</summary>
    public void Give(TurnAnswer<TAnswer> answer)
    {
        _leaving.Unregister();
        ThreadPool.UnsafeQueueUserWorkItem(
            static given => given.To._answer.TrySetResult(given.Answer), (To: this, Answer: answer),
            preferLocal: false);
    }

    public void Fail(Exception error)
    {
        _leaving.Unregister();
        _answer.TrySetException(error);
    }

    private bool TryLeave() => Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting;
}

using System.Diagnostics.CodeAnalysis;

namespace EShop.Core.Locks;

/// <summary>Who waits for one key, first come first served. One timer is enough for a whole line: all may wait equally
/// long, so the first in line is the first to run out of time.</summary>
internal sealed class WaitingLine<TRequest, TAnswer>(LockOptions options, TimeProvider clock) : IDisposable
    where TAnswer : class
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter<TRequest, TAnswer>> _waiters = new();
    private ITimer? _timer;
    private long _came;
    private long _gone;
    private bool _isClosed;

    public enum Entry
    {
        /// <summary>It waits, and nobody serves the line yet: whoever is told so does.</summary>
        First = 1,
        Behind,

        /// <summary>The line is as long as it may be.</summary>
        Full,

        /// <summary>Its server has gone; a new line is to be opened.</summary>
        Closed,
    }

    /// <summary>Who calls the turns; it ends when nobody waits any more.</summary>
    public Task? Server { get; set; }

    /// <summary>How many ever lined up: who comes later has a higher number.</summary>
    public long Came
    {
        get
        {
            lock (_lock) return _came;
        }
    }

    /// <summary>How many wait now.</summary>
    public int Length
    {
        get
        {
            lock (_lock) return _waiters.Count;
        }
    }

    public Entry Enter(Waiter<TRequest, TAnswer> waiter)
    {
        lock (_lock)
        {
            if (_isClosed) return Entry.Closed;
            if (_waiters.Count >= options.LineMax) return Entry.Full;
            _waiters.Enqueue(waiter);
            _timer ??= clock.CreateTimer(
                static line => ((WaitingLine<TRequest, TAnswer>)line!).SendLateOnesAway(), this, options.Wait,
                Timeout.InfiniteTimeSpan);
            return ++_came == 1 ? Entry.First : Entry.Behind;
        }
    }

    /// <summary>Those of the next turn, who cannot leave any more.</summary>
    public List<Waiter<TRequest, TAnswer>> NextTurn()
    {
        lock (_lock)
        {
            var turn = new List<Waiter<TRequest, TAnswer>>(Math.Min(_waiters.Count, options.TurnMax));
            while (turn.Count < options.TurnMax && TryNext(out var waiter))
                if (waiter.TryBegin()) turn.Add(waiter);
            return turn;
        }
    }

    /// <summary>Takes out all who were there when <paramref name="came"/> had lined up.</summary>
    public List<Waiter<TRequest, TAnswer>> TakeOut(long came)
    {
        lock (_lock)
        {
            var gone = new List<Waiter<TRequest, TAnswer>>();
            while (_gone < came && TryNext(out var waiter)) gone.Add(waiter);
            return gone;
        }
    }

    /// <summary>True when nobody waits: then nobody can line up here any more.</summary>
    public bool TryClose()
    {
        lock (_lock) return _isClosed = _waiters.Count == 0;
    }

    public void Dispose() => _timer?.Dispose();

    private bool TryNext([MaybeNullWhen(false)] out Waiter<TRequest, TAnswer> waiter)
    {
        if (!_waiters.TryDequeue(out waiter)) return false;
        _gone++;
        return true;
    }

    private void SendLateOnesAway()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            while (_waiters.TryPeek(out var first))
            {
                var left = options.Wait - clock.GetElapsedTime(first.CameAt);
                if (left > TimeSpan.Zero)
                {
                    _timer!.Change(left, Timeout.InfiniteTimeSpan);
                    return;
                }

                TryNext(out _);
                first.SendAway();
            }

            // Nobody waits now; the next to come may wait for all of its time.
            _timer!.Dispose();
            _timer = null;
        }
    }
}

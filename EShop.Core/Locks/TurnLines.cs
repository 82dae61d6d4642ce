using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace EShop.Core.Locks;

/// <summary>
/// Serves a rush in turns (group commit under the distributed lock). Requests for one key line up, first come first
/// served; one turn takes the key's lock once, decides up to <see cref="LockOptions.TurnMax"/> of them and writes them
/// in one transaction. The guarantee is that of a lock per request; the cost of lock and commit is shared.
/// </summary>
/// <param name="lockOf">The lock of a key.</param>
/// <param name="decideTurn">Decides a whole turn, in order, one answer for each request. It reads afresh what it needs,
/// and leaves nothing behind when it throws: then the requests are decided one by one, so that one request's failure
/// harms no other.</param>
internal sealed class TurnLines<TKey, TRequest, TAnswer>(
    ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock, Func<TKey, LockKey> lockOf,
    TurnLines<TKey, TRequest, TAnswer>.DecideTurn decideTurn)
    where TKey : notnull
    where TAnswer : class
{
    private readonly ConcurrentDictionary<TKey, Line> _lines = new();
    private readonly LockOptions _options = options.Value;

    public delegate Task<IReadOnlyList<TAnswer>> DecideTurn(TKey key, IReadOnlyList<TRequest> requests);

    /// <summary>Lines up and waits for the turn. A request that is cancelled or out of time before its turn has changed
    /// nothing; one whose turn has begun gets the true answer, however long that takes.</summary>
    public async Task<TurnAnswer<TAnswer>> AskAsync(TKey key, TRequest request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiter = new Waiter<TRequest, TAnswer>(request);
        if (!TryLineUp(key, waiter)) return TurnAnswer<TAnswer>.Busy;
        try
        {
            return await waiter.Answer.WaitAsync(_options.Wait, clock, ct);
        }
        catch (TimeoutException) when (!waiter.Answer.IsCompleted)
        {
            return waiter.TryLeave() ? TurnAnswer<TAnswer>.Busy : await waiter.Answer;
        }
        catch (OperationCanceledException) when (!waiter.Answer.IsCompleted && !waiter.TryLeave())
        {
            return await waiter.Answer;
        }
    }

    private bool TryLineUp(TKey key, Waiter<TRequest, TAnswer> waiter)
    {
        while (true)
        {
            var line = _lines.GetOrAdd(key, static _ => new Line());
            lock (line)
            {
                // An empty line is taken out of the dictionary; whoever still holds it looks again.
                if (line.IsClosed) continue;
                if (line.Waiters.Count >= _options.LineMax) return false;
                line.Waiters.Enqueue(waiter);
                line.Server ??= Task.Run(() => ServeAsync(key, line));
                return true;
            }
        }
    }

    private async Task ServeAsync(TKey key, Line line)
    {
        while (NextTurn(key, line) is { Count: > 0 } turn) await ServeTurnAsync(key, turn);
    }

    /// <summary>The requests of the next turn; none when the line is empty, which closes it.</summary>
    private List<Waiter<TRequest, TAnswer>> NextTurn(TKey key, Line line)
    {
        var turn = new List<Waiter<TRequest, TAnswer>>();
        lock (line)
        {
            while (turn.Count < _options.TurnMax && line.Waiters.TryDequeue(out var waiter))
                if (waiter.TryBegin()) turn.Add(waiter);
            if (turn.Count > 0) return turn;
            line.IsClosed = true;
            _lines.TryRemove(new KeyValuePair<TKey, Line>(key, line));
        }
        return turn;
    }

    private async Task ServeTurnAsync(TKey key, List<Waiter<TRequest, TAnswer>> turn)
    {
        try
        {
            await using var held = await locks.TakeAsync(lockOf(key), CancellationToken.None);
            if (held.Outcome == LockOutcome.BusyElsewhere)
            {
                foreach (var waiter in turn) waiter.Give(TurnAnswer<TAnswer>.Busy);
                return;
            }

            await DecideAsync(key, turn);
        }
        catch (Exception error)
        {
            // The edge of the line: whoever is not answered yet learns what went wrong; the line goes on.
            foreach (var waiter in turn) waiter.Fail(error);
        }
    }

    private async Task DecideAsync(TKey key, List<Waiter<TRequest, TAnswer>> turn)
    {
        try
        {
            await AnswerAsync(key, turn);
        }
        catch (Exception) when (turn.Count > 1)
        {
            foreach (var waiter in turn) await DecideAloneAsync(key, waiter);
        }
    }

    private async Task DecideAloneAsync(TKey key, Waiter<TRequest, TAnswer> waiter)
    {
        try
        {
            await AnswerAsync(key, [waiter]);
        }
        catch (Exception error)
        {
            waiter.Fail(error);
        }
    }

    private async Task AnswerAsync(TKey key, List<Waiter<TRequest, TAnswer>> turn)
    {
        var answers = await decideTurn(key, turn.ConvertAll(w => w.Request));
        if (answers.Count != turn.Count)
            throw new InvalidOperationException($"A turn of {turn.Count} requests got {answers.Count} answers.");
        for (var i = 0; i < turn.Count; i++) turn[i].Give(TurnAnswer<TAnswer>.Of(answers[i]));
    }

    private sealed class Line
    {
        public Queue<Waiter<TRequest, TAnswer>> Waiters { get; } = new();
        public Task? Server { get; set; }
        public bool IsClosed { get; set; }
    }
}

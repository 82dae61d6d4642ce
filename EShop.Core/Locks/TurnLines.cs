using System.Collections.Concurrent;
using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Options;

namespace EShop.Core.Locks;

/// <summary>
/// Serves a rush in turns (group commit under the distributed lock). Requests for one key line up, first come first
/// served; one turn takes the key's lock, if it has one, decides up to <see cref="LockOptions.TurnMax"/> of them and
/// writes them in one transaction. The guarantee is that of a lock per request; the cost of lock and commit is shared.
/// </summary>
/// <param name="turns">What is decided, and under which lock.</param>
internal sealed class TurnLines<TKey, TRequest, TAnswer>(
    ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock, Turns<TKey, TRequest, TAnswer> turns)
    where TKey : notnull
    where TAnswer : class
{
    private readonly ConcurrentDictionary<TKey, WaitingLine<TRequest, TAnswer>> _lines = new();

    /// <summary>Lines up and waits for the turn. A request that is cancelled or out of time before its turn has changed
    /// nothing; one whose turn has begun gets the true answer, however long that takes.</summary>
    public Task<TurnAnswer<TAnswer>> AskAsync(TKey key, TRequest request, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled<TurnAnswer<TAnswer>>(ct);
        var waiter = new Waiter<TRequest, TAnswer>(request, clock.GetTimestamp());
        waiter.LeaveOn(ct);
        if (!TryLineUp(key, waiter)) waiter.SendAway();
        return waiter.Answer;
    }

    private bool TryLineUp(TKey key, Waiter<TRequest, TAnswer> waiter)
    {
        while (true)
        {
            var line = _lines.GetOrAdd(key, _ => new WaitingLine<TRequest, TAnswer>(options.Value, clock));
            switch (line.Enter(waiter))
            {
                case WaitingLine<TRequest, TAnswer>.Entry.First:
                    // Behind those who were answered just now and are on their way here: they come along.
                    line.Server = Task.Factory.StartNew(
                        () => ServeAsync(key, line), CancellationToken.None, TaskCreationOptions.PreferFairness,
                        TaskScheduler.Default).Unwrap();
                    return true;
                case WaitingLine<TRequest, TAnswer>.Entry.Behind: return true;
                case WaitingLine<TRequest, TAnswer>.Entry.Full: return false;
                case WaitingLine<TRequest, TAnswer>.Entry.Closed: break; // look again
            }
        }
    }

    private async Task ServeAsync(TKey key, WaitingLine<TRequest, TAnswer> line)
    {
        using (line)
        {
            do await ServeTurnAsync(key, line);
            while (!line.TryClose());
            _lines.TryRemove(new KeyValuePair<TKey, WaitingLine<TRequest, TAnswer>>(key, line));
        }
    }

    private async Task ServeTurnAsync(TKey key, WaitingLine<TRequest, TAnswer> line)
    {
        var came = line.Came;
        try
        {
            if (turns.LockOf is null)
            {
                await TakeTurnAsync(key, line);
                return;
            }

            await using var held = await locks.TakeAsync(turns.LockOf(key), CancellationToken.None);
            // Whoever lined up while the lock was awaited is decided as well.
            if (held.Outcome != LockOutcome.BusyElsewhere) await TakeTurnAsync(key, line);
            // The lock was elsewhere for all of the wait of those who were here; who came later has time left.
            else line.TakeOut(came).ForEach(waiter => waiter.SendAway());
        }
        catch (Exception error)
        {
            // The edge of the line: whoever is not answered yet learns what went wrong; the line goes on.
            line.TakeOut(came).ForEach(waiter => waiter.Fail(error));
        }
    }

    private async Task TakeTurnAsync(TKey key, WaitingLine<TRequest, TAnswer> line)
    {
        using var pass = turns.Gate is null ? default : await turns.Gate.EnterAsync(CancellationToken.None);
        var waiting = line.Length;
        var turn = line.NextTurn();
        var name = turns.LockOf?.Invoke(key).Kind ?? $"{key}";
        using var step = ShopTrace.StartAlone("turn");
        step?.SetTag("line", name).SetTag("key", $"{key}").SetTag("size", turn.Count).SetTag("waiting", waiting);
        var began = clock.GetTimestamp();
        await DecideAsync(key, turn, pass);
        locks.Metrics.Turned(name, waiting, turn.Count, clock.GetElapsedTime(began));
    }

    /// <summary>Decides a whole turn. When that fails for one request's sake the others must not suffer: the halves are
    /// decided, the first first, until whoever fails is alone.</summary>
    private async Task DecideAsync(TKey key, List<Waiter<TRequest, TAnswer>> turn, WriteGate.Pass pass)
    {
        if (turn.Count == 0 || await TryAnswerAsync(key, turn, pass) is not { } error) return;
        if (turn.Count == 1 || turns.ConcernsAll(error))
        {
            turn.ForEach(waiter => waiter.Fail(error));
            return;
        }

        await DecideAsync(key, turn[..(turn.Count / 2)], pass);
        await DecideAsync(key, turn[(turn.Count / 2)..], pass);
    }

    /// <summary>What went wrong; null: all are answered.</summary>
    private async Task<Exception?> TryAnswerAsync(
        TKey key, List<Waiter<TRequest, TAnswer>> turn, WriteGate.Pass pass)
    {
        try
        {
            var answers = await turns.DecideAsync(key, turn.ConvertAll(w => w.Request), pass);
            if (answers.Count != turn.Count)
                throw new InvalidOperationException($"A turn of {turn.Count} requests got {answers.Count} answers.");
            for (var i = 0; i < turn.Count; i++) turn[i].Give(TurnAnswer<TAnswer>.Of(answers[i]));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}

using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Jobs;

/// <param name="Number">As the row has it, whatever it is.</param>
/// <param name="Tries">How often settling it has failed before.</param>
internal readonly record struct DueOrder(string Number, int Tries);

/// <summary>The tasks that a module keeps for orders: its rows, written in the caller's transaction.</summary>
internal interface ISettling
{
    /// <summary>What they hold, in a word for the log: <c>stock</c>.</summary>
    string Name { get; }

    /// <summary>Orders with a task that is due, oldest first.</summary>
    Task<List<DueOrder>> DueAsync(ShopDbContext db, (DateTimeOffset Now, int Max) look, CancellationToken ct);

    /// <summary>The last task, open or not, of each of the orders that has one.</summary>
    Task<Dictionary<string, long>> LastAsync(ShopDbContext db, IReadOnlyList<string> numbers, CancellationToken ct);

    /// <summary>Settles the open tasks of orders; how many of these had one. Twice is once.</summary>
    Task<int> SettleAsync(ShopDbContext db, DateTimeOffset now, IReadOnlyList<Settling> orders, CancellationToken ct);

    /// <summary>Has the open tasks of each order looked at again later.</summary>
    Task LookAgainAsync(
        ShopDbContext db, IReadOnlyList<(string Number, DateTimeOffset At)> orders, CancellationToken ct);

    /// <summary>Counts a failed look at an order and has it looked at again later.</summary>
    Task BackOffAsync(
        ShopDbContext db, string number, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct);
}

/// <summary>Settles what is due (S12), oldest first, in batches of one question and one transaction each, until nothing
/// is due any more. It leaves half of the time to the shoppers, and one order that cannot be settled keeps none of the
/// others from it. Several nodes at once do no harm: each step is guarded. Public only as a handle for constructors.
/// </summary>
public sealed partial class SettleDue(
    ShopStore store, IOrderOutcome orders, IOptions<SettleOptions> options, TimeProvider clock, ILogger<SettleDue> log)
{
    /// <summary>From this failure of an order on, somebody should look at it.</summary>
    internal const int AlarmingTries = 5;

    private readonly SettleOptions _options = options.Value;

    internal async Task<(int Settled, int StillOpen, int Failed)> ExecuteAsync(ISettling tasks, CancellationToken ct)
    {
        var sweep = new Tally(clock.GetUtcNow());
        while (true)
        {
            var began = clock.GetTimestamp();
            var due = await store.ReadAsync(db => tasks.DueAsync(db, (sweep.Now, _options.BatchMax), ct), ct);
            if (due.Count == 0) break;
            await SettleAsync(tasks, due, sweep, ct);
            await SweepPace.RestAsync(clock, began, ct);
        }

        if (sweep.Settled + sweep.Failed > 0) LogSwept(tasks.Name, sweep.Settled, sweep.Open, sweep.Failed);
        return (sweep.Settled, sweep.Open, sweep.Failed);
    }

    /// <summary>Settles the tasks of one order now, whether or not it is due. False: the order is still open, or there
    /// was nothing to settle.</summary>
    internal async Task<bool> SettleAsync(ISettling tasks, OrderNumber order, CancellationToken ct) =>
        (await AskAndSettleAsync(tasks, [order.Text], ct)).Settled > 0;

    /// <summary>A batch that fails is halved until whoever fails is alone; the others are settled.</summary>
    private async Task SettleAsync(ISettling tasks, List<DueOrder> due, Tally sweep, CancellationToken ct)
    {
        try
        {
            var (settled, open) = await AskAndSettleAsync(tasks, due.ConvertAll(d => d.Number), ct);
            sweep.Settled += settled;
            sweep.Open += open;
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreBusyException))
        {
            if (due.Count == 1)
            {
                sweep.Failed++;
                await BackOffAsync(tasks, due[0], error, ct);
                return;
            }

            await SettleAsync(tasks, due[..(due.Count / 2)], sweep, ct);
            await SettleAsync(tasks, due[(due.Count / 2)..], sweep, ct);
        }
    }

    private async Task<(int Settled, int Open)> AskAndSettleAsync(
        ISettling tasks, List<string> numbers, CancellationToken ct)
    {
        // Seen before the question: what is taken after the answer, for an order that is revived, is not its matter.
        var last = await store.ReadAsync(db => tasks.LastAsync(db, numbers, ct), ct);
        if (last.Count == 0) return (0, 0);
        var answers = await orders.AskAllAsync([.. last.Keys.Select(OrderNumber.Stored)], ct);
        var now = clock.GetUtcNow();
        // An order that is open past its limit is looked at by the next sweep, not by this one for ever.
        var next = now + _options.Period;
        var settling = new List<Settling>();
        var open = new List<(string Number, DateTimeOffset At)>();
        foreach (var (number, answer) in answers)
            if (answer.Settles is { } to) settling.Add(new Settling(number, to, answer.Reason, last[number.Text]));
            else open.Add((number.Text, answer.LookAgainAt > next ? answer.LookAgainAt : next));
        var settled = await store.WriteAsync(async db =>
        {
            if (open.Count > 0) await tasks.LookAgainAsync(db, open, ct);
            return settling.Count == 0 ? 0 : await tasks.SettleAsync(db, now, settling, ct);
        }, ct);
        return (settled, open.Count);
    }

    private async Task BackOffAsync(ISettling tasks, DueOrder due, Exception error, CancellationToken ct)
    {
        var tries = due.Tries + 1;
        if (tries < AlarmingTries) LogFailed(error, tasks.Name, due.Number, tries);
        else LogAlarming(error, tasks.Name, due.Number, tries);
        var again = (clock.GetUtcNow() + _options.BackOffAfter(due.Tries), error.GetType().Name);
        await store.WriteAsync(db => tasks.BackOffAsync(db, due.Number, again, ct), ct);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Settling {Tasks}: {Settled} settled, {Open} still open, {Failed} failed")]
    private partial void LogSwept(string tasks, int settled, int open, int failed);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Settling the {Tasks} of order {Order} failed for the {Tries}. time; it is tried again")]
    private partial void LogFailed(Exception error, string tasks, string order, int tries);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Settling the {Tasks} of order {Order} has failed {Tries} times: somebody should look at it")]
    private partial void LogAlarming(Exception error, string tasks, string order, int tries);

    private sealed class Tally(DateTimeOffset now)
    {
        public DateTimeOffset Now { get; } = now;
        public int Settled { get; set; }
        public int Open { get; set; }
        public int Failed { get; set; }
    }
}

namespace EShop.Core.Primitives;

/// <summary>What became of an order, as stock and coupon tasks need to know it (S12).</summary>
public enum OrderOutcome
{
    /// <summary>It still awaits payment.</summary>
    Open = 1,

    /// <summary>It is paid: sold, used.</summary>
    Paid,

    /// <summary>It was closed, cancelled or timed out.</summary>
    Closed,

    /// <summary>It never came to exist, and never will: the answer is binding (S13).</summary>
    NeverCreated,
}

/// <param name="LookAgainAt">For an open order: when its outcome will be known.</param>
public readonly record struct OrderAnswer(OrderOutcome Outcome, DateTimeOffset LookAgainAt)
{
    /// <summary>Where a task of such an order goes; null: it stays where it is.</summary>
    public LockState? Settles => Outcome switch
    {
        OrderOutcome.Open => null,
        OrderOutcome.Paid => LockState.Finish,
        OrderOutcome.Closed => LockState.Cancel,
        OrderOutcome.NeverCreated => LockState.Cancel,
        _ => throw new InvalidOperationException($"Unknown outcome: {Outcome}."),
    };

    /// <summary>The outcome in a word for staff, kept with the task.</summary>
    public string Reason => Outcome switch
    {
        OrderOutcome.Open => "order open",
        OrderOutcome.Paid => "order paid",
        OrderOutcome.Closed => "order closed",
        OrderOutcome.NeverCreated => "no such order",
        _ => throw new InvalidOperationException($"Unknown outcome: {Outcome}."),
    };
}

/// <summary>Where the tasks of an order go, and why.</summary>
/// <param name="LastTask">The last of them: what came after the question is not the answer's matter.</param>
internal readonly record struct Settling(OrderNumber Order, LockState To, string Reason, long LastTask);

/// <summary>The question that whoever holds something for an order asks; Orders answers it. To ask about an order that
/// does not exist makes that final.</summary>
public interface IOrderOutcome
{
    Task<OrderAnswer> AskAsync(OrderNumber order, CancellationToken ct);

    /// <summary>The answers of several orders, each of them as if it had been asked alone.</summary>
    Task<IReadOnlyDictionary<OrderNumber, OrderAnswer>> AskAllAsync(
        IReadOnlyCollection<OrderNumber> orders, CancellationToken ct);
}

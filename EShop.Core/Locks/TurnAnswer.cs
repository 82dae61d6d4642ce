namespace EShop.Core.Locks;

internal enum TurnOutcome
{
    /// <summary>The turn decided; the answer stands.</summary>
    Answered = 1,

    /// <summary>The line was full, or the turn did not come in the bounded wait: nothing was changed.</summary>
    Busy,
}

internal readonly record struct TurnAnswer<T>(TurnOutcome Outcome, T? Value) where T : class
{
    public static TurnAnswer<T> Busy => new(TurnOutcome.Busy, null);

    public static TurnAnswer<T> Of(T value) => new(TurnOutcome.Answered, value);
}

using EShop.Core.Storage;

namespace EShop.Core.Locks;

/// <summary>What the turns of a line do, whatever is lined up for.</summary>
/// <param name="LockOf">The lock of a key; null: the store alone orders the nodes.</param>
/// <param name="DecideAsync">Decides a whole turn, in order, one answer for each request. It reads afresh what it
/// needs, and leaves nothing behind when it throws: then the turn is halved until whoever fails is alone, so that one
/// request's failure harms no other.</param>
/// <param name="ConcernsAll">Whether a failure is nobody's own, the store being away for one: then it is everybody's
/// answer, and trying them in parts would only keep the line waiting.</param>
internal sealed record Turns<TKey, TRequest, TAnswer>(
    Func<TKey, LockKey>? LockOf,
    Func<TKey, IReadOnlyList<TRequest>, WriteGate.Pass, Task<IReadOnlyList<TAnswer>>> DecideAsync,
    Func<Exception, bool> ConcernsAll)
{
    /// <summary>What a turn passes before it is called, so that whoever lines up meanwhile is decided as well; whoever
    /// decides writes with that pass. Null: a turn does not write, or passes by itself.</summary>
    public WriteGate? Gate { get; init; }
}

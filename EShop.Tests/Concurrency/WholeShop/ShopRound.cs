namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>What happens between two looks at the rows: some things at once.</summary>
internal sealed record ShopRound(IReadOnlyList<Deed> AtOnce)
{
    /// <summary>Begins before the others, sleeps at some step until they are done, and goes on with what it knew.
    /// </summary>
    public Deed? Sleeper { get; init; }

    /// <summary>Before which of its transactions the sleeper falls asleep.</summary>
    public int Step { get; init; } = 1;

    public bool SleeperDies { get; init; }

    /// <summary>How much time passes when the others are done and the sleeper sleeps.</summary>
    public TimeSpan Passes { get; init; }

    /// <summary>Then this is done by all nodes at once, one thing after the other; the sleeper sleeps still.</summary>
    public IReadOnlyList<Chore> Meanwhile { get; init; } = [];
}

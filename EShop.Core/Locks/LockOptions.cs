namespace EShop.Core.Locks;

/// <summary>Locks and the waiting lines before them; section <c>Locks</c>.</summary>
public sealed class LockOptions
{
    public const string Section = "Locks";

    /// <summary>How long a lock lives when its holder dies, 1 to 120 s, default 10 s. It is renewed while it is held.
    /// Longer: a dead node blocks a coupon longer; shorter: a paused one loses it more often.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for its turn, and a turn for its lock, 0.1 to 60 s, default 5 s; then the
    /// shopper is told to try again.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many requests one line holds on one node, 1 to 100,000, default 5,000; a further one is told to try
    /// again at once.</summary>
    public int LineMax { get; set; } = 5_000;

    /// <summary>How many requests one turn decides, 1 to 5,000, default 512. More: fewer commits and longer turns.
    /// </summary>
    public int TurnMax { get; set; } = 512;

    /// <summary>How long a release may keep the next turn waiting, 0.05 to 10 s, default 0.5 s: the library takes up to
    /// 4 s to find out that Redis has gone.</summary>
    public TimeSpan ReleaseWait { get; set; } = TimeSpan.FromSeconds(0.5);
}

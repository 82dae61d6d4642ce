namespace EShop.Core.Primitives;

/// <summary>The settling of stock and coupon tasks (S12); section <c>Settling</c>.</summary>
public sealed class SettleOptions
{
    public const string Section = "Settling";

    /// <summary>False: the jobs do not look, messages alone settle. For tests of the messages: a lost one is then made
    /// good by nobody. Default true.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How often the job looks for due tasks, 1 s to 10 min, default 10 s. Longer: lost messages are made good
    /// later.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after stock or a coupon was taken its order must exist, 1 s to 1 h, default 60 s; then the
    /// order is closed as never created. Shorter than the slowest checkout: that checkout is refused.</summary>
    public TimeSpan CheckoutGrace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many orders one batch settles, 1 to 5,000, default 200.</summary>
    public int BatchMax { get; set; } = 200;

    /// <summary>The pause after the first failed look at an order, 1 s to 1 h, default 10 s; doubled each time up to an
    /// hour.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after a look that failed for the <paramref name="tries"/>-th time.</summary>
    public TimeSpan BackOffAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(BackOff.TotalSeconds * Math.Pow(2, Math.Min(tries, 20)), 3600));
}

namespace EShop.Core.Messaging;

/// <summary>Delivery of messages; section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>False: nothing is delivered by message, the timed jobs alone settle. For tests of the safety net.
    /// Default true.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How many messages a dispatcher claims at once, 1 to 1,000, default 50.</summary>
    public int BatchMax { get; set; } = 50;

    /// <summary>How long a batch is a dispatcher's, 1 s to 10 min, default 30 s. Shorter than its slowest handler: a
    /// message is handled twice, which is once.</summary>
    public TimeSpan ClaimTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many failures a message is dead, 1 to 100, default 12.</summary>
    public int TriesMax { get; set; } = 12;

    /// <summary>The pause after the first failure, 0.1 s to 1 h, default 2 s; doubled each time up to an
    /// hour.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    internal TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(Pause.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 20)), 3600));
}

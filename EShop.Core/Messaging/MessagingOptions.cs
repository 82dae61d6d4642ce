namespace EShop.Core.Messaging;

/// <summary>Delivery of messages; section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>False: nothing is delivered by message, the timed jobs alone settle. For tests of the safety net.
    /// Default true.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>The RabbitMQ that carries the messages, as <c>amqp://user:password@host:5672/vhost</c> (<c>amqps</c>
    /// for TLS); the nodes of a cluster with commas between. Default: none, this process delivers by itself. While it
    /// is away messages wait in the outbox and the timed jobs settle.</summary>
    public string? RabbitMq { get; set; }

    /// <summary>Put before the name of every queue, so that several shops can share a virtual host; 1 to 40 letters,
    /// digits, dots, hyphens and underscores. Default <c>eshop.</c>.</summary>
    public string Prefix { get; set; } = "eshop.";

    /// <summary>How many of a node's consumers work at once, 1 to 32, default 2. More: slow handlers hold up less, and
    /// the database has more to do.</summary>
    public int Consumers { get; set; } = 2;

    /// <summary>How many messages each of them holds, 1 to 1,000, default 50. More: fewer round trips; what a node that
    /// dies held comes again.</summary>
    public int Prefetch { get; set; } = 50;

    /// <summary>How long the broker may take to open a connection or to confirm, 0.5 to 60 s, default 5 s; then it
    /// counts as away.</summary>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after it was due and sent a message that is neither done nor in the queue counts as lost with
    /// the broker, 1 s to 1 h, default 30 s; then it is sent again. Shorter than the slowest handler: it is handled
    /// twice, which is once.</summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages a dispatcher claims at once, 1 to 1,000, default 50.</summary>
    public int BatchMax { get; set; } = 50;

    /// <summary>How long a batch is a dispatcher's, 1 s to 10 min, default 30 s. Shorter than its slowest handler: a
    /// message is handled twice, which is once.</summary>
    public TimeSpan ClaimTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many failures a message is dead, 1 to 100, default 12; a process that dies with it counts as
    /// one.</summary>
    public int TriesMax { get; set; } = 12;

    /// <summary>The pause after the first failure, 0.1 s to 1 h, default 2 s; doubled each time up to an
    /// hour.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    internal TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(Pause.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 20)), 3600));
}

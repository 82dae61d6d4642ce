namespace EShop.Core;

/// <summary>How many sockets of management pages a node keeps open; section <c>Circuits</c>. A socket costs memory for
/// as long as it stands.</summary>
public sealed class CircuitLimits
{
    public const string Section = "Circuits";

    /// <summary>Sockets of one account, 1 to 1,000, default 10: five tabs, each of which has two for a moment when it
    /// connects again.</summary>
    public int PerAccountMax { get; set; } = 10;

    /// <summary>Sockets of one network address, 1 to 100,000, default 20. More where many of the staff sit behind one
    /// address.</summary>
    public int PerNetworkMax { get; set; } = 20;

    /// <summary>Sockets of a node, 1 to 100,000, default 500.</summary>
    public int Max { get; set; } = 500;
}

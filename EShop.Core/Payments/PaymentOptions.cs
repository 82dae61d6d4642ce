namespace EShop.Core.Payments;

/// <summary>Payment; section <c>Payments</c>.</summary>
public sealed class PaymentOptions
{
    public const string Section = "Payments";

    /// <summary>Whether the sandbox, which pays with play money, may be used outside Development. Default false: a shop
    /// in production does not start with it by accident.</summary>
    public bool AllowSandbox { get; set; }

    /// <summary>The secret with which the sandbox signs its callbacks, 32 characters or more. Default: made at random
    /// and kept in the data folder; several nodes need the same one here.</summary>
    public string? SandboxSecret { get; set; }

    /// <summary>How old a callback may be, 10 s to 1 h, default 5 min; then it counts as a replay.</summary>
    public TimeSpan CallbackAgeMax { get; set; } = TimeSpan.FromMinutes(5);
}

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

    /// <summary>Callbacks with a wrong signature that one network address (/64 in IPv6) may send in a minute, 1 to
    /// 100,000, default 30; beyond, they are answered 429 and written to no log. Right ones are not counted.</summary>
    public int ForgedPerNetworkMinute { get; set; } = 30;

    /// <summary>How long a payment provider may take to answer, 0.5 s to 1 min, default 5 s; then nobody knows, and an
    /// order is not closed yet.</summary>
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a shopper went to pay the provider is asked, if no callback came, 1 s to 1 h, default
    /// 30 s; doubled each time up to 10 min. Shorter: more questions for nothing.</summary>
    public TimeSpan AskAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>About how many payments one batch asks, 1 to 1,000, default 100.</summary>
    public int AskBatchMax { get; set; } = 100;

    /// <summary>The pause before the provider is asked for the <paramref name="tries"/>-th time again.</summary>
    internal TimeSpan AskAgainAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(AskAfter.TotalSeconds * Math.Pow(2, Math.Min(tries, 20)),
            Math.Max(AskAgainMax.TotalSeconds, AskAfter.TotalSeconds)));

    private static readonly TimeSpan AskAgainMax = TimeSpan.FromMinutes(10);
}

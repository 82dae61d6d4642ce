namespace EShop.Core;

/// <summary>The JSON API; section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>How long an access token is good, 1 min to 1 h, default 15 min; then it is renewed. Longer: fewer
    /// renewals, and a stolen one is good for longer.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many requests an account may send in a minute to one node, 10 to 1,000,000, default 600; a sixth of
    /// them at once.</summary>
    public int RequestsPerAccountMinute { get; set; } = 600;

    /// <summary>The same for all who are not signed in of one network address, default 1,200.</summary>
    public int RequestsPerNetworkMinute { get; set; } = 1_200;
}

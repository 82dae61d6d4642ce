using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

/// <summary>Section <c>Sessions</c>: how long a browser stays signed in.</summary>
public sealed class SessionLimits
{
    public const string Section = "Sessions";

    /// <summary>A shopper who did not come for so long signs in again. 7 days.</summary>
    public TimeSpan ShopperIdle { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A shopper signs in again after so long in any case. 30 days.</summary>
    public TimeSpan ShopperMost { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The same for admins, whose unlocked screen costs more. 30 min.</summary>
    public TimeSpan AdminIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The longest working day of an admin without signing in again. 8 h.</summary>
    public TimeSpan AdminMost { get; set; } = TimeSpan.FromHours(8);

    internal TimeSpan IdleOf(bool isAdmin) => isAdmin ? AdminIdle : ShopperIdle;

    internal TimeSpan MostOf(bool isAdmin) => isAdmin ? AdminMost : ShopperMost;

    /// <summary>How exact "last seen" is, and so how often a session in use writes: every five minutes at most, and
    /// often enough for the idle limit to mean something.</summary>
    internal TimeSpan TouchEvery(bool isAdmin)
    {
        var share = IdleOf(isAdmin) / 30;
        return share < FiveMinutes ? share : FiveMinutes;
    }

    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
}

internal sealed class SessionLimitsCheck : IValidateOptions<SessionLimits>
{
    private static readonly TimeSpan IdleMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostMax = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, SessionLimits options)
    {
        var problems = new List<string>();
        Check(nameof(options.ShopperIdle), options.ShopperIdle, options.ShopperMost);
        Check(nameof(options.AdminIdle), options.AdminIdle, options.AdminMost);
        CheckMost(nameof(options.ShopperMost), options.ShopperMost);
        CheckMost(nameof(options.AdminMost), options.AdminMost);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string option, TimeSpan idle, TimeSpan most)
        {
            if (idle < IdleMin || idle > most)
                problems.Add($"{SessionLimits.Section}:{option} must be between {IdleMin} and the longest session.");
        }

        void CheckMost(string option, TimeSpan most)
        {
            if (most > MostMax)
                problems.Add($"{SessionLimits.Section}:{option} must be {MostMax} at most.");
        }
    }
}

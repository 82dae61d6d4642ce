using System.Globalization;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Guard;

/// <summary>How often each thing happened.</summary>
public sealed class GuardTally
{
    private readonly Dictionary<GuardEvent, long> _counts = [];

    public long this[GuardEvent what] => _counts.GetValueOrDefault(what);

    public long CodesRefused => this[GuardEvent.CodeRefusedForAddress] + this[GuardEvent.CodeRefusedFromNetwork]
        + this[GuardEvent.CodeRefusedForShop];

    /// <summary>Pictures and codes.</summary>
    public long Refused => CodesRefused + this[GuardEvent.CaptchaRefused];

    public long All => _counts.Values.Sum();

    internal void Add(GuardEvent what, long count) => _counts[what] = this[what] + count;

    internal void Add(GuardTally other)
    {
        foreach (var (what, count) in other._counts)
            Add(what, count);
    }
}

/// <param name="At">When the hour began.</param>
/// <param name="All">Of all networks.</param>
/// <param name="Networks">Of the busiest neighbourhoods, by name.</param>
internal sealed record GuardHour(DateTimeOffset At, GuardTally All, IReadOnlyDictionary<string, GuardTally> Networks)
{
    public static GuardHour Of(DateTimeOffset at, HashEntry[] totals, HashEntry[] details)
    {
        var hour = new GuardHour(at, new GuardTally(), new Dictionary<string, GuardTally>());
        foreach (var entry in totals)
            hour.All.Add(EventOf(entry.Name.ToString()), (long)entry.Value);
        var networks = details.Select(entry => (Parts: entry.Name.ToString().Split(' '), Count: (long)entry.Value))
            .GroupBy(entry => entry.Parts[0], StringComparer.Ordinal);
        return hour with { Networks = networks.ToDictionary(network => network.Key, Tally, StringComparer.Ordinal) };
    }

    private static GuardTally Tally(IEnumerable<(string[] Parts, long Count)> entries)
    {
        var tally = new GuardTally();
        foreach (var (parts, count) in entries)
            tally.Add(EventOf(parts[1]), count);
        return tally;
    }

    private static GuardEvent EventOf(string number) =>
        (GuardEvent)int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
}

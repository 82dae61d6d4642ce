using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts.Guard;

public enum ShowSignUpGuardStatus
{
    NotAllowed = 1,

    /// <summary>Redis is away: nothing is known, and no code is sent either.</summary>
    CountersAway = 2,
    Shown = 3,
}

/// <param name="Hours">How far back, 1 to <see cref="GuardCounts.HoursMax"/>; anything else is brought there.</param>
public sealed record ShowSignUpGuardRequest(long ActorId, int Hours);

/// <param name="At">When the hour began.</param>
public sealed record GuardHourRow(DateTimeOffset At, GuardTally Tally);

/// <param name="Network">A neighbourhood, as <see cref="NetworkAddress.Coarse"/> says it.</param>
public sealed record GuardNetworkRow(string Network, GuardTally Tally);

/// <param name="Used">Code mails of the last sixty minutes.</param>
/// <param name="Max">How many there may be.</param>
public sealed record MailBudget(long Used, int Max);

public sealed record ShowSignUpGuardResult(ShowSignUpGuardStatus Status)
{
    public MailBudget Budget { get; init; } = new(0, 1);

    public GuardTally All { get; init; } = new();

    /// <summary>The present hour first; hours without anything are there too.</summary>
    public IReadOnlyList<GuardHourRow> Hours { get; init; } = [];

    /// <summary>The busiest first.</summary>
    public IReadOnlyList<GuardNetworkRow> Networks { get; init; } = [];
}

/// <summary>What the guard of signing up saw and refused, and what is left of the mail budget.</summary>
public sealed partial class ShowSignUpGuard(
    StaffGate gate, GuardCounts counts, MailCodes codes, TimeProvider clock, IOptions<SignUpGuardOptions> settings,
    ILogger<ShowSignUpGuard> log)
{
    public const int NetworksMax = 20;

    public async Task<ShowSignUpGuardResult> ExecuteAsync(ShowSignUpGuardRequest request, CancellationToken ct)
    {
        var result = await ShowAsync(request, clock.GetUtcNow(), ct);
        LogShown(log, request.ActorId, result.Status);
        return result;
    }

    private async Task<ShowSignUpGuardResult> ShowAsync(
        ShowSignUpGuardRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ShowSignUpGuardResult(ShowSignUpGuardStatus.NotAllowed);
        try
        {
            var used = await codes.SentInAnHourAsync(now, ct);
            var hours = await counts.ReadAsync(Math.Clamp(request.Hours, 1, GuardCounts.HoursMax), now, ct);
            var all = new GuardTally();
            foreach (var hour in hours)
                all.Add(hour.All);
            return new ShowSignUpGuardResult(ShowSignUpGuardStatus.Shown)
            {
                Budget = new MailBudget(used, settings.Value.CodesPerShopHour),
                All = all,
                Hours = [.. hours.Select(hour => new GuardHourRow(hour.At, hour.All))],
                Networks = Busiest(hours),
            };
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return new ShowSignUpGuardResult(ShowSignUpGuardStatus.CountersAway);
        }
    }

    private static List<GuardNetworkRow> Busiest(IReadOnlyList<GuardHour> hours)
    {
        var networks = new Dictionary<string, GuardTally>(StringComparer.Ordinal);
        foreach (var (name, tally) in hours.SelectMany(hour => hour.Networks))
        {
            if (!networks.TryGetValue(name, out var sum))
                networks[name] = sum = new GuardTally();
            sum.Add(tally);
        }

        return [.. networks.Select(network => new GuardNetworkRow(network.Key, network.Value))
            .OrderByDescending(row => row.Tally.All).ThenBy(row => row.Network, StringComparer.Ordinal)
            .Take(NetworksMax)];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-up guard shown to {ActorId}: {Status}")]
    private static partial void LogShown(ILogger log, long actorId, ShowSignUpGuardStatus status);
}

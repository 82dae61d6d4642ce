using EShop.Core.Redis;
using EShop.Core.Storage;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>
/// Tries at codes of one account: five in five minutes and fifty in a day, counted before they are checked, on all
/// nodes together. Only who knows the password gets so far, so it keeps no owner out; while Redis is away the account's
/// row counts, as it does for passwords.
/// </summary>
public sealed class SecondStepLimits(Ceilings ceilings, ShopStore store)
{
    internal const int TriesMax = 5;
    internal const int TriesPerDay = 50;

    /// <summary>Null when the try may go on; else when there is room again.</summary>
    internal async Task<SecondStepLimit> TakeAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        var taken = await ceilings.TakeAsync(
            [
                new Ceiling(NameOf(account.Id), TriesMax, SignInLimits.LockLength),
                new Ceiling($"second-step-day:{account.Id}", TriesPerDay, TimeSpan.FromDays(1)),
            ],
            now, ct);
        return taken.Status switch
        {
            CeilingStatus.Taken => new SecondStepLimit(null, IsCounted: true),
            CeilingStatus.Reached => new SecondStepLimit(taken.RetryAfter, IsCounted: true),
            CeilingStatus.Unknown => new SecondStepLimit(
                account.LockoutEnd > now ? account.LockoutEnd.Value - now : null, IsCounted: false),
            _ => throw new InvalidOperationException("Unknown ceiling status."),
        };
    }

    internal Task CountWrongAsync(
        SecondStepLimit limit, long accountId, DateTimeOffset now, CancellationToken ct) =>
        limit.IsCounted ? Task.CompletedTask : SignInLimits.CountInRowAsync(store, accountId, now, ct);

    /// <summary>A right code ends the counting of the last five minutes; the day's goes on.</summary>
    internal async Task ForgetAsync(long accountId, CancellationToken ct)
    {
        try
        {
            await ceilings.ForgetAsync(NameOf(accountId), ct);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            // Then it is forgotten after five minutes by itself.
        }
    }

    private static string NameOf(long accountId) => $"second-step:{accountId}";
}

/// <param name="RetryAfter">Null when the try may go on.</param>
/// <param name="IsCounted">False when Redis is away: then the account's own row counts.</param>
internal sealed record SecondStepLimit(TimeSpan? RetryAfter, bool IsCounted);

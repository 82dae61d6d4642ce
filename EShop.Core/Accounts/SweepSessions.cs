using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

/// <summary>Removes sessions that are over by themselves: nobody keeps a list of where people were.</summary>
public sealed class SweepSessions(ShopStore store, IOptions<SessionLimits> settings, TimeProvider clock)
{
    private const int BatchMax = 500;

    /// <summary>Answers how many were removed.</summary>
    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var options = settings.Value;
        var seenBefore = now - Longest(options.ShopperIdle, options.AdminIdle);
        var bornBefore = now - Longest(options.ShopperMost, options.AdminMost);
        for (var removed = 0; ;)
        {
            var rows = await store.WriteAsync(
                db => db.Set<AccountSession>()
                    .Where(s => s.LastSeenAt < seenBefore || s.CreatedAt < bornBefore
                        || !db.Set<Account>().Any(a => a.Id == s.AccountId && a.SecurityStamp == s.Stamp))
                    .OrderBy(s => s.Id).Take(BatchMax).ExecuteDeleteAsync(ct),
                ct);
            removed += rows;
            if (rows < BatchMax)
                return removed;
        }
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

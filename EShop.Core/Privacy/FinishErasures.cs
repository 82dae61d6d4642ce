using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Privacy;

/// <summary>Goes over the accounts that were erased lately once more: a request that was under way at that moment may
/// have written an address, a name or an order. What it finds, it removes; an order that came late is blanked when it
/// is over. Answers how many orders it blanked.</summary>
public sealed class FinishErasures(ShopStore store, TimeProvider clock)
{
    /// <summary>Longer than an order takes from the button to the end.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(90);

    private const int BatchMax = 200;

    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - LookBack;
        var blanked = 0;
        for (var last = 0L; ;)
        {
            var ids = await store.ReadAsync(
                db => db.Set<Account>().Where(a => a.ErasedAt >= since && a.Id > last)
                    .OrderBy(a => a.Id).Take(BatchMax).Select(a => a.Id).ToListAsync(ct),
                ct);
            foreach (var id in ids)
                blanked += await store.WriteAsync(db => FinishAsync(db, id, ct), ct);
            if (ids.Count < BatchMax)
                return blanked;
            last = ids[^1];
        }
    }

    private static async Task<int> FinishAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        await ErasureLedger.RemoveOwnRowsAsync(db, accountId, ct);
        // An avatar that came late is nobody's now, and the sweep of avatars finds it.
        await db.Set<Account>()
            .Where(a => a.Id == accountId && (a.DisplayName != Account.Nobody || a.AvatarKey != null))
            .ExecuteUpdateAsync(
                set => set.SetProperty(a => a.DisplayName, Account.Nobody)
                    .SetProperty(a => a.AvatarKey, (string?)null),
                ct);
        await ErasureLedger.BlankWordsAsync(db, accountId, ct);
        return await ErasureLedger.BlankOrdersAsync(
            db, db.Set<Order>().Where(o => o.AccountId == accountId), ct);
    }
}

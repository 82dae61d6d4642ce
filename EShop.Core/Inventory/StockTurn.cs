using EShop.Core.Storage;

namespace EShop.Core.Inventory;

/// <summary>One turn of the line of orders that want stock: reads the free stock afresh, decides in order, writes once,
/// whatever the SKUs.</summary>
internal sealed class StockTurn(ShopStore store, TimeProvider clock)
{
    private const int AttemptsMax = 4;

    public async Task<IReadOnlyList<TakeStockResult>> DecideAsync(
        IReadOnlyList<TakeStockRequest> requests, WriteGate.Pass pass = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Numbers are made fresh, so nobody looks whether they have taken stock before until a key says so.
                var isAgain = attempt > 1;
                var answers = await store.WriteAsync(pass, db => TryDecideAsync(db, requests, isAgain), default);
                if (answers is not null) return answers;
            }
            catch (Exception error) when (attempt < AttemptsMax
                && (StoreErrors.IsDuplicate(error) || error is CommitUnknownException))
            {
                // A number came twice, or the answer of the commit was lost: its tasks will tell.
            }

            if (attempt >= AttemptsMax) throw new InvalidOperationException(
                $"A turn of {requests.Count} orders was overtaken {AttemptsMax} times.");
        }
    }

    /// <summary>The answers, or null when the guard said no.</summary>
    private async Task<IReadOnlyList<TakeStockResult>?> TryDecideAsync(
        ShopDbContext db, IReadOnlyList<TakeStockRequest> requests, bool isAgain)
    {
        var now = clock.GetUtcNow();
        var taken = isAgain ? await StockLedger.TakenAsync(db, [.. requests.Select(r => r.Order)], default) : [];
        var skuIds = requests.SelectMany(r => r.Lines).Select(l => l.SkuId).Distinct().ToArray();
        var line = new StockLine(await StockLedger.FreeAsync(db, skuIds, default), taken, now);
        var answers = requests.Select(line.Decide).ToList();
        if (line.Tasks.Count > 0 && !await StockLedger.TakeAsync(db, now, line.Tasks, default))
        {
            db.Abandon();
            return null;
        }

        return answers;
    }
}

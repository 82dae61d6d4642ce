using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Inventory;

/// <param name="Left">How many are free, when it was refused.</param>
internal sealed record StockAnswer(bool IsTaken, long Left);

/// <summary>One turn of a SKU's line: reads the free stock afresh, decides in order, writes once.</summary>
internal sealed class StockTurn(ShopStore store, TimeProvider clock)
{
    private const int AttemptsMax = 4;

    public async Task<IReadOnlyList<StockAnswer>> DecideAsync(long skuId, IReadOnlyList<StockDemand> demands)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answers = await store.WriteAsync(db => TryDecideAsync(db, skuId, demands), default);
                if (answers is not null) return answers;
            }
            catch (Exception error) when (attempt < AttemptsMax && error is CommitUnknownException)
            {
                // The answer of the commit was lost: the tasks, looked up by order and SKU, will tell.
            }

            if (attempt >= AttemptsMax) throw new InvalidOperationException(
                $"A turn of SKU {skuId} was overtaken {AttemptsMax} times.");
        }
    }

    /// <summary>The answers, or null when the guard said no.</summary>
    private async Task<IReadOnlyList<StockAnswer>?> TryDecideAsync(
        ShopDbContext db, long skuId, IReadOnlyList<StockDemand> demands)
    {
        var orders = demands.Select(d => d.Order.Text).ToArray();
        var taken = (await db.Set<StockTask>().Where(t => t.SkuId == skuId && orders.Contains(t.OrderNumber))
            .Select(t => t.OrderNumber).ToListAsync()).ToHashSet(StringComparer.Ordinal);
        var left = await db.Set<StockLevel>().Where(l => l.SkuId == skuId)
            .Select(l => l.Available).SingleOrDefaultAsync();
        var answers = new List<StockAnswer>(demands.Count);
        var granted = new List<StockDemand>(demands.Count);
        foreach (var demand in demands)
        {
            var isNew = !taken.Contains(demand.Order.Text);
            var isTaken = !isNew || demand.Quantity <= left;
            if (isNew && isTaken)
            {
                left -= demand.Quantity;
                granted.Add(demand);
            }

            answers.Add(new StockAnswer(isTaken, left));
        }

        if (granted.Count > 0 && !await StockLedger.TakeAsync(db, clock.GetUtcNow(), (skuId, granted), default))
        {
            db.Abandon();
            return null;
        }

        return answers;
    }
}

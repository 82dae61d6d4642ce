using EShop.Core.Primitives;

namespace EShop.Core.Inventory;

/// <summary>Decides the orders of one turn in memory, first come first served; knows no database. An order that wants
/// more than is left takes nothing, so that what is left goes to whoever behind it wants less.</summary>
/// <param name="free">What is free of each SKU before the turn; a SKU that is not there has never had any.</param>
/// <param name="taken">The numbers whose stock was taken before.</param>
internal sealed class StockLine(Dictionary<long, long> free, HashSet<string> taken, DateTimeOffset now)
{
    /// <summary>What this turn takes.</summary>
    public List<StockTask> Tasks { get; } = [];

    /// <summary>The SKUs of an order and how many of each, in SKU order; lines of the same SKU are one.</summary>
    public static IEnumerable<(long SkuId, int Quantity)> WantsOf(TakeStockRequest request) => request.Lines
        .GroupBy(l => l.SkuId, (skuId, lines) => (skuId, lines.Sum(l => l.Quantity)))
        .OrderBy(w => w.skuId);

    public TakeStockResult Decide(TakeStockRequest request)
    {
        if (taken.Contains(request.Order.Text)) return new TakeStockResult(TakeStockStatus.Taken, 0, 0);
        var wants = WantsOf(request).ToList();
        foreach (var (skuId, quantity) in wants)
            if (free.GetValueOrDefault(skuId) is var left && quantity > left)
                return new TakeStockResult(TakeStockStatus.SoldOut, skuId, left);
        foreach (var (skuId, quantity) in wants) Take(request, (skuId, quantity));
        taken.Add(request.Order.Text);
        return new TakeStockResult(TakeStockStatus.Taken, 0, 0);
    }

    private void Take(TakeStockRequest request, (long SkuId, int Quantity) want)
    {
        free[want.SkuId] -= want.Quantity;
        Tasks.Add(new StockTask
        {
            OrderNumber = request.Order.Text,
            SkuId = want.SkuId,
            Quantity = want.Quantity,
            CreatedAt = now,
            DueAt = request.DueAt,
        });
    }
}

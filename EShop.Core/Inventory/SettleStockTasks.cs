using EShop.Core.Jobs;
using EShop.Core.Primitives;

namespace EShop.Core.Inventory;

public sealed record SettleStockTasksResult(int Settled, int StillOpen, int Failed);

/// <summary>Looks through the stock tasks that are due, asks what became of each order and settles them (S12).
/// </summary>
public sealed class SettleStockTasks(SettleDue due)
{
    private readonly StockSettling _tasks = new();

    public async Task<SettleStockTasksResult> ExecuteAsync(CancellationToken ct)
    {
        var (settled, open, failed) = await due.ExecuteAsync(_tasks, ct);
        return new SettleStockTasksResult(settled, open, failed);
    }

    /// <summary>Settles the stock tasks of one order now, whether or not it is due. False: the order is still open, or
    /// there was nothing to settle.</summary>
    internal Task<bool> SettleAsync(OrderNumber order, CancellationToken ct) => due.SettleAsync(_tasks, order, ct);
}

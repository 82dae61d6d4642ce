using EShop.Core.Jobs;
using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

public sealed record SettleCouponTasksResult(int Settled, int StillOpen, int Failed);

/// <summary>Looks through the coupon tasks that are due, asks what became of each order and settles them (S12, S14).
/// </summary>
public sealed class SettleCouponTasks(SettleDue due)
{
    private readonly CouponSettling _tasks = new();

    public async Task<SettleCouponTasksResult> ExecuteAsync(CancellationToken ct)
    {
        var (settled, open, failed) = await due.ExecuteAsync(_tasks, ct);
        return new SettleCouponTasksResult(settled, open, failed);
    }

    /// <summary>Settles the coupon tasks of one order now, whether or not it is due. False: the order is still open, or
    /// there was nothing to settle.</summary>
    internal Task<bool> SettleAsync(OrderNumber order, CancellationToken ct) => due.SettleAsync(_tasks, order, ct);
}

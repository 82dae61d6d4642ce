using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

public enum ListRefusedRefundsStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

public sealed record ListRefusedRefundsRequest(long ActorId);

/// <param name="Orders">At most <see cref="ListRefusedRefunds.Max"/>, those first that have waited longest.</param>
public sealed record ListRefusedRefundsResult(
    ListRefusedRefundsStatus Status, IReadOnlyList<OrderNumber> Orders, int Count);

/// <summary>Orders with a refund that a provider refused: staff has to look.</summary>
public sealed class ListRefusedRefunds(ShopStore store, StaffGate gate)
{
    public const int Max = 20;

    public async Task<ListRefusedRefundsResult> ExecuteAsync(ListRefusedRefundsRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListRefusedRefundsResult(ListRefusedRefundsStatus.NotAllowed, [], 0);
        return await store.ReadAsync(async db =>
        {
            var refused = db.Set<Refund>().Where(r => r.RefusedAt != null);
            // Only of orders that are ours: money of another number has no page.
            var numbers = await refused
                .Join(db.Set<Payment>(), r => r.PaymentId, p => p.Id, (r, p) => new { p.OrderNumber, r.RefusedAt })
                .Where(r => db.Set<Order>().Any(o => o.Number == r.OrderNumber))
                .GroupBy(r => r.OrderNumber, (number, ofOrder) => new { number, Since = ofOrder.Min(r => r.RefusedAt) })
                .OrderBy(r => r.Since).ThenBy(r => r.number).Select(r => r.number).Take(Max).ToListAsync(ct);
            return new ListRefusedRefundsResult(
                ListRefusedRefundsStatus.Listed, [.. numbers.Select(OrderNumber.Stored)],
                await refused.CountAsync(ct));
        }, ct);
    }
}

using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

public enum ShowRefundsForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Shown,
}

public sealed record ShowRefundsForStaffRequest(long ActorId, OrderNumber Number);

/// <param name="Left">How many of the line can still come back.</param>
/// <param name="Worth">What one of them was paid with, its share of the discount taken off and rounded down.</param>
public sealed record ReturnableLine(long SkuId, LocalizedText Name, string Code, int Left, Money Worth);

/// <param name="Left">What can still be refunded.</param>
public sealed record ShowRefundsForStaffResult(
    ShowRefundsForStaffStatus Status, RefundsOfOrder Refunds, Money Left, IReadOnlyList<ReturnableLine> Lines);

/// <summary>What has gone back of an order, what is asked for and what is left.</summary>
public sealed class ShowRefundsForStaff(ShopStore store, StaffGate gate)
{
    public async Task<ShowRefundsForStaffResult> ExecuteAsync(
        ShowRefundsForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return None(ShowRefundsForStaffStatus.NotAllowed);
        return await store.ReadAsync(async db =>
        {
            var order = await db.Set<Order>().Include(o => o.Lines)
                .SingleOrDefaultAsync(o => o.Number == request.Number.Text, ct);
            if (order is null) return None(ShowRefundsForStaffStatus.NotFound);
            var kept = await RefundLedger.KeptAsync(db, request.Number, ct);
            var before = await RefundLedger.ReturnedAsync(db, request.Number, ct);
            return new ShowRefundsForStaffResult(
                ShowRefundsForStaffStatus.Shown, await ShowRefunds.ReadAsync(db, request.Number, ct),
                new Money(kept is null ? 0 : kept.AmountMinor - kept.RefundedMinor),
                [.. order.Lines.Select(l => LineOf(order, l, before.GetValueOrDefault(l.SkuId)))]);
        }, ct);
    }

    private static ReturnableLine LineOf(Order order, OrderLine line, int before)
    {
        var goods = order.GoodsMinor - order.DiscountMinor;
        var paid = order.GoodsMinor == 0 ? 0 : checked(line.UnitPriceMinor * goods) / order.GoodsMinor;
        return new ReturnableLine(
            line.SkuId, line.Name, line.SkuCode, line.Quantity - before, new Money(paid));
    }

    private static ShowRefundsForStaffResult None(ShowRefundsForStaffStatus status) =>
        new(status, RefundsOfOrder.None, Money.Zero, []);
}

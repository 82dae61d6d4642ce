using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments.Refunds;

public enum ShowRefundsStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,
    Shown,
}

public sealed record ShowRefundsRequest(long AccountId, OrderNumber Number);

/// <param name="DoneAt">When the provider confirmed it; null: it is on its way.</param>
/// <param name="RefusedAt">When the provider refused it; a matter of staff's, to a shopper it is on its way.</param>
/// <param name="Answer">Staff's word to the shopper; may be empty.</param>
public sealed record RefundRow(
    long Id, Money Amount, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt, DateTimeOffset? RefusedAt, string Answer);

public sealed record RefundRequestRow(
    long Id, RefundRequestState State, string Reason, string Answer, DateTimeOffset CreatedAt,
    DateTimeOffset? DecidedAt);

/// <summary>What an order's money has to do with going back.</summary>
/// <param name="Back">Confirmed by the provider.</param>
/// <param name="OnItsWay">Promised, and not confirmed yet.</param>
/// <param name="Last">The request that was made last; null: there was none.</param>
public sealed record RefundsOfOrder(
    IReadOnlyList<RefundRow> Refunds, Money Back, Money OnItsWay, RefundRequestRow? Last)
{
    public static RefundsOfOrder None { get; } = new([], Money.Zero, Money.Zero, null);
}

/// <param name="MayAsk">Whether a refund can be asked for now.</param>
/// <param name="AskUntil">Until when, where that ends.</param>
public sealed record ShowRefundsResult(
    ShowRefundsStatus Status, RefundsOfOrder Refunds, bool MayAsk, DateTimeOffset? AskUntil);

/// <summary>What has gone back of an order and what is asked for, for the shopper whose it is.</summary>
public sealed class ShowRefunds(
    ShopStore store, ShowOrder orders, IOptions<OrderOptions> options, TimeProvider clock)
{
    public async Task<ShowRefundsResult> ExecuteAsync(ShowRefundsRequest request, CancellationToken ct)
    {
        var shown = await orders.ExecuteAsync(new ShowOrderRequest(request.AccountId, request.Number), ct);
        if (shown.Order is not { } order)
            return new ShowRefundsResult(ShowRefundsStatus.NotFound, RefundsOfOrder.None, false, null);
        var refunds = await store.ReadAsync(db => ReadAsync(db, request.Number, ct), ct);
        var until = RefundRules.AskUntil(order, options.Value);
        var mayAsk = RefundRules.HasSomethingToRefund(order) && clock.GetUtcNow() <= until
            && refunds.Last is not { State: RefundRequestState.Open };
        return new ShowRefundsResult(
            ShowRefundsStatus.Shown, refunds, mayAsk, until == DateTimeOffset.MaxValue ? null : until);
    }

    internal static async Task<RefundsOfOrder> ReadAsync(ShopDbContext db, OrderNumber number, CancellationToken ct)
    {
        var rows = await db.Set<Refund>()
            .Where(r => db.Set<Payment>().Any(p => p.Id == r.PaymentId && p.OrderNumber == number.Text))
            .OrderBy(r => r.Id)
            .Select(r => new { r.Id, r.AmountMinor, r.CreatedAt, r.DoneAt, r.RefusedAt, r.Answer }).ToListAsync(ct);
        var last = await db.Set<RefundRequest>().Where(r => r.OrderNumber == number.Text)
            .OrderByDescending(r => r.Id)
            .Select(r => new RefundRequestRow(r.Id, r.State, r.Reason, r.Answer, r.CreatedAt, r.DecidedAt))
            .FirstOrDefaultAsync(ct);
        var back = rows.Where(r => r.DoneAt is not null).Sum(r => r.AmountMinor);
        return new RefundsOfOrder(
            [
                .. rows.Select(r => new RefundRow(
                    r.Id, new Money(r.AmountMinor), r.CreatedAt, r.DoneAt, r.RefusedAt, r.Answer)),
            ],
            new Money(back), new Money(rows.Sum(r => r.AmountMinor) - back), last);
    }
}

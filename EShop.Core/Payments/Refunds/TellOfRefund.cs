using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

/// <summary>Tells the shopper what becomes of a refund: on its way, done, declined; each once, and at once where the
/// order's page is open.</summary>
internal sealed class TellOfRefund(ShopStore store, TellShopper tell)
    : IMessageHandler<SendRefund>, IMessageHandler<RefundDone>, IMessageHandler<RefundRequestMoved>
{
    public async Task HandleAsync(SendRefund message, CancellationToken ct)
    {
        var (refund, number) = await ReadAsync(message.RefundId, ct);
        await ChangedAsync(number, ct);
        await tell.TellAsync(number, $"refund {refund.Id}", order => RefundMails.Due(order, refund), ct);
    }

    public async Task HandleAsync(RefundDone message, CancellationToken ct)
    {
        var (refund, number) = await ReadAsync(message.RefundId, ct);
        await ChangedAsync(number, ct);
        await tell.TellAsync(
            number, $"refund {refund.Id} done", order => RefundMails.Done(order, new Money(refund.AmountMinor)), ct);
    }

    public async Task HandleAsync(RefundRequestMoved message, CancellationToken ct)
    {
        var request = await store.ReadAsync(
            db => db.Set<RefundRequest>().SingleAsync(r => r.Id == message.RequestId, ct), ct);
        await ChangedAsync(request.OrderNumber, ct);
        await tell.TellAsync(
            request.OrderNumber, $"request {request.Id} declined",
            order => request.State == RefundRequestState.Declined ? RefundMails.Declined(order, request.Answer) : null,
            ct);
    }

    private Task ChangedAsync(string number, CancellationToken ct) =>
        store.WriteAsync(db => OrderLedger.TouchAsync(db, number, ct), ct);

    private Task<(Refund Refund, string Order)> ReadAsync(long id, CancellationToken ct) => store.ReadAsync(
        async db =>
        {
            var refund = await db.Set<Refund>().SingleAsync(r => r.Id == id, ct);
            var order = await db.Set<Payment>().Where(p => p.Id == refund.PaymentId).Select(p => p.OrderNumber)
                .SingleAsync(ct);
            return (refund, order);
        }, ct);
}

/// <summary>The mails about money that goes back.</summary>
internal static class RefundMails
{
    /// <summary>Null: that the order was cancelled, or the money too late, was the mail already.</summary>
    public static MailLetter? Due(OrderTold order, Refund refund)
    {
        if (refund.StaffId is null || refund.Key == RefundStopped.KeyOf(order.Number)) return null;
        var amount = OrderMails.AmountOf(order, new Money(refund.AmountMinor));
        var said = refund.Answer.Length > 0
            ? [OrderMails.Text(order, "ShopSays", refund.Answer)]
            : Array.Empty<string>();
        return OrderMails.Letter(
            order, "RefundDueSubject", [OrderMails.Text(order, "RefundDueLead", amount), .. said], amount);
    }

    public static MailLetter Done(OrderTold order, Money back)
    {
        var amount = OrderMails.AmountOf(order, back);
        return OrderMails.Letter(
            order, "RefundDoneSubject", [OrderMails.Text(order, "RefundDoneLead", amount)], amount);
    }

    public static MailLetter Declined(OrderTold order, string answer) => OrderMails.Letter(
        order, "DeclinedSubject",
        [OrderMails.Text(order, "DeclinedLead"), OrderMails.Text(order, "ShopSays", answer)]);
}

using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Core.Orders;

/// <summary>Tells the shopper of each step of an order: at once where its page is open, and by one mail for each step,
/// however often the step's message comes.</summary>
internal sealed class TellShopper(ShopStore store, OrderNews news, TimeProvider clock)
    : IMessageHandler<OrderPlaced>, IMessageHandler<OrderPaid>, IMessageHandler<OrderShipped>,
        IMessageHandler<OrderCompleted>, IMessageHandler<OrderClosed>, IMessageHandler<OrderStopped>,
        IMessageHandler<OrderRefunded>
{
    // Nothing is asked for where nothing is due, or what has been paid or closed in the meantime.
    public Task HandleAsync(OrderPlaced message, CancellationToken ct) => TellAsync(
        message.Number, "placed",
        order => order.State == OrderState.AwaitingPayment ? OrderMails.Placed(order, clock.GetUtcNow()) : null, ct);

    public Task HandleAsync(OrderPaid message, CancellationToken ct) =>
        TellAsync(message.Number, "paid", OrderMails.Paid, ct);

    public Task HandleAsync(OrderShipped message, CancellationToken ct) =>
        TellAsync(message.Number, "shipped", OrderMails.Shipped, ct);

    public Task HandleAsync(OrderCompleted message, CancellationToken ct) =>
        TellAsync(message.Number, "completed", OrderMails.Completed, ct);

    public Task HandleAsync(OrderClosed message, CancellationToken ct) => TellAsync(
        message.Number, "closed",
        order => order.CloseReason is { } reason ? OrderMails.Closed(order, reason) : null, ct);

    public Task HandleAsync(OrderStopped message, CancellationToken ct) => 
        TellAsync(message.Number, "stopped", OrderMails.Stopped, ct);

    // The mail was that of the refund.
    public Task HandleAsync(OrderRefunded message, CancellationToken ct) =>
        TellAsync(message.Number, "refunded", _ => null, ct);

    /// <summary>Tells of one event of an order; the pair of them is the mail's key.</summary>
    public async Task TellAsync(
        string number, string happened, Func<OrderTold, MailLetter?> letterOf, CancellationToken ct)
    {
        await news.TellAsync(OrderNumber.Stored(number), ct);
        var order = await store.ReadAsync(db => OrderTold.ReadAsync(db, number, ct), ct);
        if (order is not null && letterOf(order) is { } letter)
            await MailQueue.AddOnceAsync(store, clock.GetUtcNow(), ($"order {number} {happened}", letter), ct);
    }
}

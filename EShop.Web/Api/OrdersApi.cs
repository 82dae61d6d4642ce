using System.ComponentModel;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Api;

[Description("How to pay.")]
public sealed record PaymentBody
{
    [Description("The payment provider.")]
    public string? Provider { get; init; }

    public static PaymentBody Example { get; } = new() { Provider = "sandbox" };
}

[Description("Where to go on with a payment.")]
public sealed record PaymentStarted(
    [property: Description("The provider's page, for the browser of the one who pays.")] Uri PayAt)
{
    public static PaymentStarted Example { get; } = new(new Uri("https://shop.example/payments/sandbox/1"));
}

/// <summary>A shopper's own orders and what they may do with them.</summary>
internal static class OrdersApi
{
    private const string Tag = "Orders";

    public static void MapOrders(this RouteGroupBuilder api)
    {
        api.MapGet("/orders", ListAsync).Produces<OrderList>().Describe(
            new Purpose("listOrders", Tag, "List your orders",
                "The newest first, page by page. A page beyond the last one is the last one."),
            Problems.Malformed);
        api.MapGet("/orders/{number}", ShowAsync).Produces<OrderView>().Describe(
            new Purpose("showOrder", Tag, "Show an order",
                "Its lines, what it costs, and what has become of it. Another's order is not found."),
            Problems.OrderNotFound);
        api.MapPost("/orders/{number}/payments", PayAsync).Produces<PaymentStarted>().Describe(
            new Purpose("startPayment", Tag, "Start paying an order",
                "Answers where to pay; started again it leads to the same payment. That it is paid is told by the "
                + "order, not by the provider's page."),
            Problems.OrderNotFound, Problems.NothingToPay, Problems.Invalid, Problems.ProviderAway);
        api.MapPost("/orders/{number}/cancel", CancelAsync).Produces<OrderView>().Describe(
            new Purpose("cancelOrder", Tag, "Cancel an unpaid order",
                "Stock and coupon come back by themselves shortly after."),
            Problems.OrderNotFound, Problems.OrderNotOpen, Problems.ProviderAway, Problems.OutcomeUnknown);
        api.MapPost("/orders/{number}/receipt", ConfirmAsync).Produces<OrderView>().Describe(
            new Purpose("confirmReceipt", Tag, "Say that the goods have arrived", "The order is then complete."),
            Problems.OrderNotFound, Problems.OrderNotShipped, Problems.OutcomeUnknown);
    }

    private static async Task<IResult> ListAsync(
        [FromQuery] int? page, ListOrders list, OrderViews views, HttpContext context, CancellationToken ct)
    {
        var result = await list.ExecuteAsync(new ListOrdersRequest(context.User.AccountId(), page ?? 1), ct);
        return TypedResults.Ok(new OrderList(
            [.. result.Orders.Select(views.Of)], result.Page, result.Pages, result.Count));
    }

    private static Task<IResult> ShowAsync(
        string number, OrderViews views, HttpContext context, CancellationToken ct) =>
        AnswerAsync(views, (context, number), ct);

    private static async Task<IResult> PayAsync(
        string number, PaymentBody body, StartPayment start, HttpContext context, CancellationToken ct)
    {
        if (new Faults().Need("provider", body.Provider).Refusal is { } invalid) return invalid;
        if (!OrderNumber.TryParse(number, out var order)) return new Refusal(Problems.OrderNotFound);
        var started = await start.ExecuteAsync(
            new StartPaymentRequest(context.User.AccountId(), order, body.Provider!), ct);
        return started.Status switch
        {
            StartPaymentStatus.UnknownProvider => new Faults().Add("provider", "UnknownProvider").Refusal!,
            StartPaymentStatus.NotFound => new Refusal(Problems.OrderNotFound),
            StartPaymentStatus.NotAwaitingPayment => new Refusal(Problems.NothingToPay),
            StartPaymentStatus.ProviderAway => new Refusal(Problems.ProviderAway),
            StartPaymentStatus.Started => TypedResults.Ok(new PaymentStarted(started.PayAt!)),
            _ => throw new InvalidOperationException($"Unknown status: {started.Status}."),
        };
    }

    private static async Task<IResult> CancelAsync(
        string number, CancelOrder cancel, OrderViews views, HttpContext context, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(number, out var order)) return new Refusal(Problems.OrderNotFound);
        var status = await cancel.ExecuteAsync(new CancelOrderRequest(context.User.AccountId(), order), ct);
        return status switch
        {
            CancelOrderStatus.NotFound => new Refusal(Problems.OrderNotFound),
            CancelOrderStatus.NoLongerOpen => new Refusal(Problems.OrderNotOpen),
            CancelOrderStatus.MoneyUnknown => new Refusal(Problems.ProviderAway),
            CancelOrderStatus.Cancelled => await AnswerAsync(views, (context, number), ct),
            _ => throw new InvalidOperationException($"Unknown status: {status}."),
        };
    }

    private static async Task<IResult> ConfirmAsync(
        string number, ConfirmReceipt confirm, OrderViews views, HttpContext context, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(number, out var order)) return new Refusal(Problems.OrderNotFound);
        var status = await confirm.ExecuteAsync(new ConfirmReceiptRequest(context.User.AccountId(), order), ct);
        return status switch
        {
            ConfirmReceiptStatus.NotFound => new Refusal(Problems.OrderNotFound),
            ConfirmReceiptStatus.NotShipped => new Refusal(Problems.OrderNotShipped),
            ConfirmReceiptStatus.Completed => await AnswerAsync(views, (context, number), ct),
            _ => throw new InvalidOperationException($"Unknown status: {status}."),
        };
    }

    /// <summary>The order as it is now.</summary>
    private static async Task<IResult> AnswerAsync(
        OrderViews views, (HttpContext Context, string Number) of, CancellationToken ct) =>
        OrderNumber.TryParse(of.Number, out var order)
            ? await views.ShowAsync((of.Context.User.AccountId(), order), TypedResults.Ok, ct)
            : new Refusal(Problems.OrderNotFound);
}

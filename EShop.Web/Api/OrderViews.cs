using System.ComponentModel;
using System.Globalization;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Web.Catalog;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("What an order costs: goods, less the discount, plus shipping.")]
public sealed record TotalView(Amount Goods, Amount Discount, Amount Shipping, Amount Due)
{
    public static TotalView Example { get; } = new(
        new(25_600, "CNY", "CN¥256.00"), new(2_000, "CNY", "CN¥20.00"), new(0, "CNY", "CN¥0.00"),
        new(23_600, "CNY", "CN¥236.00"));
}

[Description("A line of an order: names and prices as they were agreed.")]
public sealed record OrderItem(
    long SkuId, string Code, string Product, string Name,
    [property: Description("The values of its options.")] string Options, string? Picture, Amount Price, int Quantity,
    Amount Total)
{
    public static OrderItem Example { get; } = new(
        42, "TRAIL-42", "trail-runner", "Trail runner", "42", null, Amount.Example, Quantity: 2,
        TotalView.Example.Goods);
}

[Description("An order as the list shows it.")]
public sealed record OrderSummary(
    [property: Description("Its number.")] string Number, OrderState State, Amount Due, DateTimeOffset CreatedAt,
    [property: Description("It is closed when it is unpaid by then.")] DateTimeOffset PayUntil,
    IReadOnlyList<OrderItem> Lines)
{
    public static OrderSummary Example { get; } = new(
        "260701-7H2K9M4QX1W8Z", OrderState.AwaitingPayment, TotalView.Example.Due, Moments.Opens,
        Moments.Opens.AddMinutes(15), [OrderItem.Example]);
}

[Description("A page of orders, the newest first.")]
public sealed record OrderList(
    IReadOnlyList<OrderSummary> Orders,
    [property: Description("The page that this is, from 1.")] int Page, int Pages, int Count)
{
    public static OrderList Example { get; } = new([OrderSummary.Example], Page: 1, Pages: 1, Count: 1);
}

[Description("Where an order is sent to: a copy of the address as it was.")]
public sealed record DeliveryView(string Recipient, string Phone, string Region, string Line, string PostalCode)
{
    public static DeliveryView Example { get; } = new(
        "Li Lei", "13812345678", "Zhejiang, Hangzhou, Xihu", "1 Lakeside Road", "310000");
}

[Description("A step in the life of an order.")]
public sealed record OrderStepView(
    OrderState? From, OrderState To, DateTimeOffset At, [property: Description("By staff.")] bool IsByStaff);

[Description("An order with all that there is to know of it.")]
public sealed record OrderView(
    string Number, OrderState State,
    [property: Description("Why it was closed; null while it is not.")] CloseReason? CloseReason,
    TotalView Total, DateTimeOffset CreatedAt,
    [property: Description("It is closed when it is unpaid by then.")] DateTimeOffset PayUntil,
    DeliveryView Delivery, string Note,
    [property: Description("The number of the parcel, once it is on its way.")] string? Tracking,
    [property: Description("The claim of the coupon that was used.")] long? ClaimId,
    IReadOnlyList<OrderItem> Lines, IReadOnlyList<OrderStepView> Steps)
{
    public static OrderView Example { get; } = new(
        OrderSummary.Example.Number, OrderState.AwaitingPayment, CloseReason: null, TotalView.Example, Moments.Opens,
        Moments.Opens.AddMinutes(15), DeliveryView.Example, Note: "", Tracking: null, ClaimId: 4711,
        [OrderItem.Example], [new OrderStepView(null, OrderState.AwaitingPayment, Moments.Opens, IsByStaff: false)]);
}

/// <summary>Puts orders into the shape in which the API shows them.</summary>
internal sealed class OrderViews(ShowOrder show, MoneyFormat format)
{
    /// <summary>The order as it is now; not found where it is another's.</summary>
    public async Task<IResult> ShowAsync(
        (long AccountId, OrderNumber Number) order, Func<OrderView, IResult> answer, CancellationToken ct)
    {
        var shown = await show.ExecuteAsync(new ShowOrderRequest(order.AccountId, order.Number), ct);
        return shown.Order is { } detail ? answer(Of(detail)) : new Refusal(Problems.OrderNotFound);
    }

    public OrderSummary Of(OrderRow row) => new(
        row.Number.Text, row.State, format.AmountOf(row.Due), row.CreatedAt, row.PayUntil, [.. row.Lines.Select(Of)]);

    public TotalView Of(CheckoutTotal total) => new(
        format.AmountOf(total.Goods), format.AmountOf(total.Discount), format.AmountOf(total.Shipping),
        format.AmountOf(total.Due));

    private OrderView Of(OrderDetail order) => new(
        order.Number.Text, order.State, order.CloseReason, Of(order.Total), order.CreatedAt, order.PayUntil,
        new DeliveryView(order.Recipient, order.Phone, order.Region, order.AddressLine, order.PostalCode), order.Note,
        order.Tracking, order.ClaimId, [.. order.Lines.Select(Of)],
        [.. order.Steps.Select(s => new OrderStepView(s.FromState, s.ToState, s.At, s.IsByStaff))]);

    private OrderItem Of(OrderLineRow line) => new(
        line.SkuId, line.SkuCode, line.ProductHandle, line.Name.For(CultureInfo.CurrentUICulture),
        line.Options.For(CultureInfo.CurrentUICulture), CatalogLinks.Picture(line.PictureKey),
        format.AmountOf(line.UnitPrice), line.Quantity, format.AmountOf(line.Total));
}

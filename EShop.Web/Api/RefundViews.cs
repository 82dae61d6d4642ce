using System.ComponentModel;
using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("Why you want your money back.")]
public sealed record RefundAskBody
{
    [Description("In your own words, at most 300 characters.")]
    public string? Reason { get; init; }

    public static RefundAskBody Example { get; } = new() { Reason = "The left shoe squeaks." };
}

[Description("A refund that was asked for, and what the shop said to it.")]
public sealed record RefundAskView(
    RefundRequestState State, string Reason,
    [property: Description("The shop's word; may be empty.")] string Answer, DateTimeOffset CreatedAt,
    [property: Description("Null while nobody has decided.")] DateTimeOffset? DecidedAt)
{
    public static RefundAskView Example { get; } = new(
        RefundRequestState.Open, RefundAskBody.Example.Reason!, Answer: "", Moments.Opens, DecidedAt: null);
}

[Description("Money that goes back, or has gone.")]
public sealed record RefundView(
    Amount Amount, DateTimeOffset CreatedAt,
    [property: Description("Null while it is on its way.")] DateTimeOffset? DoneAt,
    [property: Description("The shop's word; may be empty.")] string Answer)
{
    public static RefundView Example { get; } = new(
        new(10_000, "CNY", "CN¥100.00"), Moments.Opens, DoneAt: null, Answer: "");
}

[Description("What an order's money has to do with going back.")]
public sealed record OrderRefunds(
    string Number,
    [property: Description("Whether a refund can be asked for now.")] bool MayAsk,
    [property: Description("Until when, where that ends.")] DateTimeOffset? AskUntil,
    [property: Description("What was asked for last; null: nothing ever was.")] RefundAskView? Request,
    Amount Back, Amount OnItsWay, IReadOnlyList<RefundView> Refunds)
{
    public static OrderRefunds Example { get; } = new(
        OrderSummary.Example.Number, MayAsk: false, AskUntil: null, RefundAskView.Example,
        new(0, "CNY", "CN¥0.00"), RefundView.Example.Amount, [RefundView.Example]);
}

/// <summary>Puts what goes back of an order into the shape in which the API shows it.</summary>
internal sealed class RefundViews(ShowRefunds show, MoneyFormat format)
{
    /// <summary>As it is now; not found where it is another's.</summary>
    public async Task<IResult> ShowAsync((long AccountId, OrderNumber Number) order, CancellationToken ct)
    {
        var shown = await show.ExecuteAsync(new ShowRefundsRequest(order.AccountId, order.Number), ct);
        return shown.Status switch
        {
            ShowRefundsStatus.NotFound => new Refusal(Problems.OrderNotFound),
            ShowRefundsStatus.Shown => TypedResults.Ok(Of(order.Number, shown)),
            _ => throw new InvalidOperationException($"Unknown status: {shown.Status}."),
        };
    }

    /// <summary>What was asked for last; null: nothing was, or the order is another's.</summary>
    public async Task<RefundRequestRow?> LastAsync((long AccountId, OrderNumber Number) order, CancellationToken ct) =>
        (await show.ExecuteAsync(new ShowRefundsRequest(order.AccountId, order.Number), ct)).Refunds.Last;

    private OrderRefunds Of(OrderNumber number, ShowRefundsResult shown) => new(
        number.Text, shown.MayAsk, shown.AskUntil,
        shown.Refunds.Last is { } last
            ? new RefundAskView(last.State, last.Reason, last.Answer, last.CreatedAt, last.DecidedAt)
            : null,
        format.AmountOf(shown.Refunds.Back), format.AmountOf(shown.Refunds.OnItsWay),
        [
            .. shown.Refunds.Refunds.Select(
                r => new RefundView(format.AmountOf(r.Amount), r.CreatedAt, r.DoneAt, r.Answer)),
        ]);
}

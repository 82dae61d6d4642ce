using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Api;

/// <summary>A shopper asks for money back, takes that back, and sees what becomes of it. The address is the request
/// itself, of which an order has one that is open: put twice it is asked for once, deleted twice it is taken back once.
/// A key tells a request that arrives late, when the shop has decided, from one that asks anew.
/// </summary>
internal static class RefundsApi
{
    private const string Tag = "Orders";

    public static void MapRefunds(this RouteGroupBuilder api)
    {
        api.MapGet("/orders/{number}/refunds", ShowAsync).Produces<OrderRefunds>().Describe(
            new Purpose("showRefunds", Tag, "Show what goes back of an order",
                "Whether a refund can be asked for, what was asked for last, and the money that goes back."),
            Problems.OrderNotFound);
        api.MapPut("/orders/{number}/refund-request", AskAsync).Produces<OrderRefunds>().Describe(
            new Purpose("askForRefund", Tag, "Ask for a refund",
                "The shop decides. The same key again, as after a lost answer, is the same request, also when the shop "
                + "has decided; another reason while one is open is refused."),
            Problems.KeyMissing, Problems.KeyMalformed, Problems.KeyUsedOtherwise, Problems.OrderNotFound,
            Problems.NothingToRefund, Problems.TooLateToRefund, Problems.RefundAskedOtherwise, Problems.Invalid,
            Problems.OutcomeUnknown);
        api.MapDelete("/orders/{number}/refund-request", TakeBackAsync).Produces<OrderRefunds>().Describe(
            new Purpose("takeBackRefundRequest", Tag, "Take a refund request back",
                "While the shop has not decided. Taken back again it stays taken back."),
            Problems.OrderNotFound, Problems.RefundNotOpen, Problems.OutcomeUnknown);
    }

    private static async Task<IResult> ShowAsync(
        string number, RefundViews views, HttpContext context, CancellationToken ct) =>
        OrderNumber.TryParse(number, out var order)
            ? await views.ShowAsync((context.User.AccountId(), order), ct)
            : new Refusal(Problems.OrderNotFound);

    private static async Task<IResult> AskAsync(
        string number, [FromHeader(Name = IdempotencyKey.Header)] string? key, RefundAskBody body, AskForRefund ask,
        RefundViews views, HttpContext context, CancellationToken ct)
    {
        if (IdempotencyKey.Read(key, out var given) is { } refusal) return refusal;
        if (!OrderNumber.TryParse(number, out var order)) return new Refusal(Problems.OrderNotFound);
        var of = (context.User.AccountId(), order);
        var reason = (body.Reason ?? "").Trim();
        var status = await ask.ExecuteAsync(new AskForRefundRequest(of.Item1, order, given.ToGuid(), reason), ct);
        return status switch
        {
            AskForRefundStatus.ReasonMissing => new Faults().Add("reason", "Missing").Refusal!,
            AskForRefundStatus.ReasonTooLong => new Faults().Add("reason", "ReasonTooLong").Refusal!,
            AskForRefundStatus.NotFound => new Refusal(Problems.OrderNotFound),
            AskForRefundStatus.KeyUsedOtherwise => new Refusal(Problems.KeyUsedOtherwise),
            AskForRefundStatus.NothingToRefund => new Refusal(Problems.NothingToRefund),
            AskForRefundStatus.TooLate => new Refusal(Problems.TooLateToRefund),
            AskForRefundStatus.AlreadyAsked => (await views.LastAsync(of, ct))?.Reason == reason
                ? await views.ShowAsync(of, ct)
                : new Refusal(Problems.RefundAskedOtherwise),
            AskForRefundStatus.Asked => await views.ShowAsync(of, ct),
            _ => throw new InvalidOperationException($"Unknown status: {status}."),
        };
    }

    private static async Task<IResult> TakeBackAsync(
        string number, TakeBackRefundRequest takeBack, RefundViews views, HttpContext context, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(number, out var order)) return new Refusal(Problems.OrderNotFound);
        var of = (context.User.AccountId(), order);
        var status = await takeBack.ExecuteAsync(new TakeBackRefundRequestRequest(of.Item1, order), ct);
        return status switch
        {
            TakeBackRefundRequestStatus.NotFound => new Refusal(Problems.OrderNotFound),
            TakeBackRefundRequestStatus.NotOpen =>
                await views.LastAsync(of, ct) is { State: RefundRequestState.TakenBack }
                    ? await views.ShowAsync(of, ct)
                    : new Refusal(Problems.RefundNotOpen),
            TakeBackRefundRequestStatus.TakenBack => await views.ShowAsync(of, ct),
            _ => throw new InvalidOperationException($"Unknown status: {status}."),
        };
    }
}

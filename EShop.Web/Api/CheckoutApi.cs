using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Api;

[Description("Orders what is in the cart. Prices are the shop's, whatever is sent along.")]
public sealed record OrderBody
{
    [Description("Where to send it: one of the addresses of the quote.")]
    public long? AddressId { get; init; }

    [Description("The coupon to use: one of the claims of the quote; null: none.")]
    public long? ClaimId { get; init; }

    [Description("The total that was shown, in minor units: due of the quote. If it has changed since, the order is "
        + "refused and the new total told.")]
    public long? SeenDueMinor { get; init; }

    [Description("What the quote showed besides the total; null: only the total is compared. With it the order is "
        + "refused also where two changes come to the same total, and told what changed.")]
    public SeenBody? Seen { get; init; }

    [Description("A note for the shop, at most 200 characters.")]
    public string? Note { get; init; }

    public static OrderBody Example { get; } = new() { AddressId = 3, ClaimId = 4711, SeenDueMinor = 23_600 };

    /// <summary>All that is asked for, as one word: a key stands for one such order.</summary>
    internal string Content => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{AddressId}\n{ClaimId}\n{SeenDueMinor}\n{Note}")
        + Seen?.Content)));
}

[Description("What the quote showed: its lines, discount and shipping.")]
public sealed record SeenBody
{
    [Description("The lines, at most 100.")]
    public IReadOnlyList<SeenLineBody>? Lines { get; init; }

    [Description("In minor units.")]
    public long DiscountMinor { get; init; }

    [Description("In minor units.")]
    public long ShippingMinor { get; init; }

    public static SeenBody Example { get; } =
        new() { Lines = [SeenLineBody.Example], DiscountMinor = 2_000, ShippingMinor = 0 };

    internal string Content => string.Create(CultureInfo.InvariantCulture, $"\n{DiscountMinor}\n{ShippingMinor}")
        + string.Concat(Of().Lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"\n{line.SkuId} {line.Quantity} {line.UnitPrice.Minor}")));

    internal SeenCheckout Of() => new(
        [.. (Lines ?? []).Select(line => new SeenLine(line.SkuId, line.Quantity, new Money(line.UnitPriceMinor)))],
        new Money(DiscountMinor), new Money(ShippingMinor));
}

[Description("A line of the quote.")]
public sealed record SeenLineBody(
    long SkuId, int Quantity, [property: Description("In minor units.")] long UnitPriceMinor)
{
    public static SeenLineBody Example { get; } = new(12, 2, 12_800);
}

/// <summary>From the cart to an order: what it would cost, and the order itself.</summary>
internal static class CheckoutApi
{
    private const string Tag = "Checkout";
    private const int NoteMax = 200, LinesMax = 100;

    public static void MapCheckout(this RouteGroupBuilder api)
    {
        api.MapGet("/checkout", QuoteAsync).Produces<QuoteView>().Describe(
            new Purpose("quoteCheckout", Tag, "Show what your cart would cost",
                "With the coupons that fit and the addresses that you have. Changes nothing."),
            Problems.Malformed, Problems.CartEmpty);
        api.MapPost("/orders", PlaceAsync).Produces<OrderView>(StatusCodes.Status201Created).Describe(
            new Purpose("placeOrder", Tag, "Order what is in your cart",
                "Send the same key again after a lost answer: it gets the same order. A refusal uses up no key."),
            Problems.KeyMissing, Problems.KeyMalformed, Problems.KeyUsedOtherwise, Problems.Invalid,
            Problems.TooManyOpenOrders, Problems.CartEmpty, Problems.AddressNotFound, Problems.NotForSale,
            Problems.OverPersonLimit, Problems.TotalChanged, Problems.ClaimNotFound, Problems.ClaimDoesNotFit,
            Problems.SoldOut);
    }

    private static async Task<IResult> QuoteAsync(
        [FromQuery] long? claimId, QuoteCheckout quote, QuoteViews views, HttpContext context, CancellationToken ct)
    {
        var accountId = context.User.AccountId();
        var request = new QuoteCheckoutRequest(accountId, claimId) { ProposesBest = claimId is null };
        var result = await quote.ExecuteAsync(request, ct);
        return result.Status switch
        {
            QuoteCheckoutStatus.CartEmpty => new Refusal(Problems.CartEmpty),
            QuoteCheckoutStatus.Quoted => TypedResults.Ok(await views.OfAsync(accountId, result, ct)),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> PlaceAsync(
        [FromHeader(Name = IdempotencyKey.Header)] string? key, OrderBody body, CheckOut checkOut,
        OrderRefusals refusals, OrderViews views, HttpContext context, CancellationToken ct)
    {
        if (IdempotencyKey.Read(key, out var given) is { } refusal) return refusal;
        if (FaultsOf(body).Refusal is { } invalid) return invalid;
        var accountId = context.User.AccountId();
        var request = new CheckOutRequest(
            accountId, given.Text, body.AddressId!.Value, body.ClaimId, body.Note ?? "",
            new Money(body.SeenDueMinor!.Value))
        {
            Content = body.Content,
            Seen = body.Seen?.Of(),
        };
        var result = await checkOut.ExecuteAsync(request, ct);
        return result.Status is CheckOutStatus.Placed or CheckOutStatus.AlreadyPlaced
            ? await views.ShowAsync((accountId, result.Number), Placed, ct)
            : await refusals.OfAsync(request, result, ct);
    }

    private static IResult Placed(OrderView order) =>
        TypedResults.Created($"{ApiGate.Root}/orders/{order.Number}", order);

    private static Faults FaultsOf(OrderBody body)
    {
        var faults = new Faults().Need("addressId", body.AddressId).Need("seenDueMinor", body.SeenDueMinor);
        if (body.Note?.Length > NoteMax) faults.Add("note", "TooLong");
        if (body.Seen?.Lines?.Count > LinesMax) faults.Add("seen.lines", "TooLong");
        if (body.Seen?.Lines?.Any(line => line is null) == true) faults.Add("seen.lines", "Missing");
        if (body.Note?.Any(c => char.IsControl(c) && c != '\n') == true) faults.Add("note", "ControlSigns");
        return faults;
    }
}

using System.ComponentModel;
using System.Globalization;
using EShop.Core.Carts;
using EShop.Web.Accounts;
using EShop.Web.Catalog;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("So many of a variant.")]
public sealed record CartLineBody
{
    [Description("The number of the variant.")]
    public long? SkuId { get; init; }

    [Description("1 to 999.")]
    public int? Quantity { get; init; }

    public static CartLineBody Example { get; } = new() { SkuId = 42, Quantity = 2 };
}

[Description("How many there shall be.")]
public sealed record QuantityBody
{
    [Description("1 to 999.")]
    public int? Quantity { get; init; }

    public static QuantityBody Example { get; } = new() { Quantity = 3 };
}

[Description("A line of the cart, priced now.")]
public sealed record CartItem(
    long SkuId, string Product, string Name,
    [property: Description("The values of its options.")] string Options, string? Picture, Amount Price, int Quantity,
    Amount Total,
    [property: Description("How many can be had now; may be fewer than wished for.")] long Available,
    [property: Description("False: it is not sold any more, and keeps the cart from being ordered.")] bool IsForSale,
    [property: Description("How many one person may have; null: as many as there are.")] int? PersonMax)
{
    public static CartItem Example { get; } = new(
        42, "trail-runner", "Trail runner", "42", null, Amount.Example, Quantity: 2,
        new Amount(25_600, "CNY", "CN¥256.00"), Available: 12, IsForSale: true, PersonMax: null);
}

[Description("Your cart. Nothing is set aside for you before you order.")]
public sealed record CartView(
    IReadOnlyList<CartItem> Lines,
    [property: Description("What the lines cost that are for sale, without shipping.")] Amount Total,
    [property: Description("There is something in it, and all of it can be had as it stands.")] bool CanCheckOut)
{
    public static CartView Example { get; } = new([CartItem.Example], CartItem.Example.Total, CanCheckOut: true);
}

[Description("What a change came to.")]
public sealed record CartChange(
    [property: Description("How many the line holds now.")] int Quantity,
    [property: Description("There are fewer than were wished for, or one person may have fewer; the line holds what "
        + "can be had.")]
    bool IsAllThereIs,
    CartView Cart)
{
    public static CartChange Example { get; } = new(2, IsAllThereIs: false, CartView.Example);
}

/// <summary>An account's cart; the one that the pages show.</summary>
internal static class CartApi
{
    private const string Tag = "Cart";

    public static void MapCart(this RouteGroupBuilder api)
    {
        api.MapGet("/cart", ShowAsync).Produces<CartView>()
            .Describe(new Purpose("showCart", Tag, "Show your cart", "What is in it and what it costs now."));
        api.MapPost("/cart/lines", AddAsync).Produces<CartChange>().Describe(
            new Purpose("addToCart", Tag, "Put something into your cart",
                "Adds to what is there: after a lost answer look at the cart before you send it again."),
            Problems.Invalid, Problems.VariantNotFound, Problems.SoldOut, Problems.CartFull, Problems.OutcomeUnknown);
        api.MapPut("/cart/lines/{skuId:long}", ChangeAsync).Produces<CartChange>().Describe(
            new Purpose("changeCartLine", Tag, "Set how many a line holds", "The line must be there."),
            Problems.Invalid, Problems.LineNotFound, Problems.OutcomeUnknown);
        api.MapDelete("/cart/lines/{skuId:long}", RemoveAsync).Produces<CartView>().Describe(
            new Purpose("removeCartLine", Tag, "Take a line out of your cart", "Answers with what is left in it."),
            Problems.LineNotFound, Problems.OutcomeUnknown);
    }

    private static async Task<IResult> ShowAsync(CartViews views, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await views.ShowAsync(OwnerOf(context), ct));

    private static async Task<IResult> AddAsync(
        CartLineBody body, AddToCart add, CartViews views, HttpContext context, CancellationToken ct)
    {
        if (new Faults().Need("skuId", body.SkuId).Need("quantity", body.Quantity).Refusal is { } invalid)
            return invalid;
        var owner = OwnerOf(context);
        var result = await add.ExecuteAsync(new AddToCartRequest(owner, body.SkuId!.Value, body.Quantity!.Value), ct);
        return result.Status switch
        {
            AddToCartStatus.BadQuantity => BadQuantity(),
            AddToCartStatus.NotForSale => new Refusal(Problems.VariantNotFound),
            AddToCartStatus.SoldOut => new Refusal(Problems.SoldOut)
            {
                With = problem => problem with { SkuId = body.SkuId, Left = 0 },
            },
            AddToCartStatus.CartFull => new Refusal(Problems.CartFull),
            AddToCartStatus.AllThereIs or AddToCartStatus.PersonLimit =>
                await views.ChangedAsync(owner, (result.Quantity, true), ct),
            AddToCartStatus.Added => await views.ChangedAsync(owner, (result.Quantity, false), ct),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> ChangeAsync(
        long skuId, QuantityBody body, ChangeCartLine change, CartViews views, HttpContext context,
        CancellationToken ct)
    {
        if (new Faults().Need("quantity", body.Quantity).Refusal is { } invalid) return invalid;
        var owner = OwnerOf(context);
        var result = await change.ExecuteAsync(new ChangeCartLineRequest(owner, skuId, body.Quantity!.Value), ct);
        return result.Status switch
        {
            ChangeCartLineStatus.BadQuantity => BadQuantity(),
            ChangeCartLineStatus.NoSuchLine => new Refusal(Problems.LineNotFound),
            ChangeCartLineStatus.AllThereIs or ChangeCartLineStatus.PersonLimit =>
                await views.ChangedAsync(owner, (result.Quantity, true), ct),
            ChangeCartLineStatus.Changed => await views.ChangedAsync(owner, (result.Quantity, false), ct),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> RemoveAsync(
        long skuId, RemoveCartLine remove, CartViews views, HttpContext context, CancellationToken ct)
    {
        var owner = OwnerOf(context);
        var status = await remove.ExecuteAsync(new RemoveCartLineRequest(owner, skuId), ct);
        return status switch
        {
            RemoveCartLineStatus.NoSuchLine => new Refusal(Problems.LineNotFound),
            RemoveCartLineStatus.Removed => TypedResults.Ok(await views.ShowAsync(owner, ct)),
            _ => throw new InvalidOperationException($"Unknown status: {status}."),
        };
    }

    private static Refusal BadQuantity() => new Faults().Add("quantity", "BadQuantity").Refusal!;

    private static CartOwner OwnerOf(HttpContext context) => CartOwner.Account(context.User.AccountId());
}

/// <summary>Puts carts into the shape in which the API shows them.</summary>
internal sealed class CartViews(ShowCart show, MoneyFormat format)
{
    public async Task<CartView> ShowAsync(CartOwner owner, CancellationToken ct)
    {
        var cart = await show.ExecuteAsync(new ShowCartRequest(owner), ct);
        return new CartView([.. cart.Lines.Select(Of)], format.AmountOf(cart.Total), cart.CanCheckOut);
    }

    public async Task<IResult> ChangedAsync(
        CartOwner owner, (int Quantity, bool IsAllThereIs) line, CancellationToken ct) =>
        TypedResults.Ok(new CartChange(line.Quantity, line.IsAllThereIs, await ShowAsync(owner, ct)));

    private CartItem Of(CartLineView line) => new(
        line.SkuId, line.ProductHandle, line.Name.For(CultureInfo.CurrentUICulture),
        line.Options.For(CultureInfo.CurrentUICulture), CatalogLinks.Picture(line.PictureKey),
        format.AmountOf(line.Price), line.Quantity, format.AmountOf(line.Total), line.Available, line.IsForSale,
        line.PersonMax);
}

using System.ComponentModel;
using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Web.Catalog;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("A coupon of yours that this cart could use.")]
public sealed record UsableCoupon(
    long ClaimId, string Name, CouponGift Gives,
    [property: Description("Which goods it is about, in words; empty: everything.")] string ScopeText,
    [property: Description("What it saves on this cart; zero: the cart does not meet its terms.")] Amount Saves,
    DateTimeOffset ExpiresAt)
{
    public static UsableCoupon Example { get; } = new(
        4711, "Summer", CouponGift.Example, ScopeText: "Food", new Amount(2_000, "CNY", "CN¥20.00"), Moments.Closes);
}

[Description("An address of yours.")]
public sealed record AddressView(
    long Id, string Recipient, string Phone, string Region, string Line, string PostalCode, bool IsDefault)
{
    public static AddressView Example { get; } = new(
        3, "Li Lei", "13812345678", "Zhejiang, Hangzhou, Xihu", "1 Lakeside Road", "310000", IsDefault: true);
}

[Description("What your cart would cost now.")]
public sealed record QuoteView(
    IReadOnlyList<OrderItem> Lines,
    [property: Description("Your unused coupons, the one that saves most first.")]
    IReadOnlyList<UsableCoupon> Coupons,
    [property: Description("The coupon that the total counts in; null: none.")] long? ClaimId,
    TotalView Total,
    [property: Description("Where it can be sent to, the default one first.")] IReadOnlyList<AddressView> Addresses,
    [property: Description("The lines that cannot be ordered as they stand.")] IReadOnlyList<ShortageView> Shortages,
    [property: Description("The coupon that was asked for and is not counted in, and why; null: it is, or none was.")]
    LostCouponView? LostCoupon)
{
    public static QuoteView Example { get; } = new(
        [OrderItem.Example], [UsableCoupon.Example], 4711, TotalView.Example, [AddressView.Example], Shortages: [],
        LostCoupon: null);
}

/// <summary>Puts quotes into the shape in which the API shows them.</summary>
internal sealed class QuoteViews(
    ListAddresses addresses, OrderViews orders, CouponViews coupons, RefusalViews details, MoneyFormat format)
{
    public async Task<QuoteView> OfAsync(long accountId, QuoteCheckoutResult quote, CancellationToken ct) => new(
        [.. quote.Lines.Select(Of)], [.. quote.Claims.Select(Of)], quote.ClaimId, orders.Of(quote.Total),
        [.. (await addresses.ExecuteAsync(accountId, ct)).Select(Of)], [.. quote.Shortages.Select(RefusalViews.Of)],
        quote.Lost is { } lost ? details.Of(lost) : null);

    public static AddressView Of(AddressRow row) => new(
        row.Id, row.Recipient, row.Phone, row.Region, row.Line, row.PostalCode, row.IsDefault);

    private UsableCoupon Of(UsableClaim claim) => new(
        claim.ClaimId, claim.Name.For(CultureInfo.CurrentUICulture), coupons.GiftOf(claim.Terms, claim.ScopeText),
        claim.ScopeText.For(CultureInfo.CurrentUICulture), format.AmountOf(claim.Saves), claim.ExpiresAt);

    private OrderItem Of(CheckoutLine line) => new(
        line.SkuId, line.SkuCode, line.ProductHandle, line.Name.For(CultureInfo.CurrentUICulture),
        line.Options.For(CultureInfo.CurrentUICulture), CatalogLinks.Picture(line.PictureKey),
        format.AmountOf(line.UnitPrice), line.Quantity, format.AmountOf(line.Total));
}

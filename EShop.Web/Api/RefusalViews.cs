using System.ComponentModel;
using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("A line of the cart that cannot be ordered as it stands.")]
public sealed record ShortageView(
    long SkuId, ShortageReason Reason,
    [property: Description("How many of it can be had: set the line to that, or take it out where it is 0.")] long Left)
{
    public static ShortageView Example { get; } = new(12, ShortageReason.SoldOut, Left: 2);
}

[Description("One thing that is not as it was seen.")]
public sealed record ChangeView(
    CheckoutChangeKind Kind,
    [property: Description("The line that it is about; null: the order as a whole.")] long? SkuId,
    [property: Description("The product; empty where it is no longer sold.")] string Name,
    [property: Description("A unit's price, the discount or the shipping, as it was seen.")] Amount Before,
    Amount Now, int QuantityBefore, int QuantityNow)
{
    public static ChangeView Example { get; } = new(
        CheckoutChangeKind.Price, 12, "Teapot", Amount.Example, new Amount(13_800, "CNY", "CN¥138.00"), 1, 1);
}

[Description("A coupon that was asked for and cannot be used, and why.")]
public sealed record LostCouponView(
    long ClaimId, LostClaimReason Reason,
    [property: Description("Empty where it is not yours.")] string Name,
    [property: Description("The order that holds it or has used it.")] string? Order,
    [property: Description("From how much on it can be used.")] Amount Minimum,
    [property: Description("What the goods that count lack of that.")] Amount Missing)
{
    public static LostCouponView Example { get; } = new(
        4711, LostClaimReason.BelowMinimum, "Summer", Order: null, Amount.Example,
        new Amount(1_200, "CNY", "CN¥12.00"));
}

/// <summary>Puts what stands against an order into the shape in which the API shows it.</summary>
internal sealed class RefusalViews(MoneyFormat format)
{
    public static ShortageView Of(CheckoutShortage shortage) => new(shortage.SkuId, shortage.Reason, shortage.Left);

    public ChangeView Of(CheckoutChange change) => new(
        change.Kind, change.SkuId == 0 ? null : change.SkuId, Text(change.Name), format.AmountOf(change.Before),
        format.AmountOf(change.Now), change.QuantityBefore, change.QuantityNow);

    public LostCouponView Of(LostClaim lost) => new(
        lost.ClaimId, lost.Reason, Text(lost.Name), lost.Order?.Text, format.AmountOf(lost.Minimum),
        format.AmountOf(lost.Missing));

    private static string Text(LocalizedText text) => text.For(CultureInfo.CurrentUICulture);
}

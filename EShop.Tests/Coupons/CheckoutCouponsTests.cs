using Bunit;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Widgets;
using EShop.Web.Orders;
using EShop.Web.Widgets;

namespace EShop.Tests.Coupons;

public sealed class CheckoutCouponsTests : WidgetTest
{
    private static readonly DateTimeOffset Until = new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CouponFit.NothingInScope, "Only for Food; there is none of it in your order.")]
    [InlineData(CouponFit.BelowMinimum, "From CN¥50.00 on; CN¥0.01 to go.")]
    [InlineData(CouponFit.ShippingIsFree, "The shipping is free anyway.")]
    [InlineData(CouponFit.SavesNothing, "It would save nothing on this order.")]
    public void What_does_not_fit_says_why_and_cannot_be_chosen(CouponFit fit, string why)
    {
        Speak("en");
        var shown = Show(null, Claim(1, fit));
        Assert.Equal(why, shown.Find(".choice .small").TextContent.Trim());
        Assert.True(shown.Find("input[value='1']").HasAttribute("disabled"));
    }

    [Fact]
    public void The_best_one_says_so_and_what_each_saves()
    {
        Speak("en");
        var shown = Show(2, Claim(2, CouponFit.Fits, saves: 800), Claim(1, CouponFit.Fits, saves: 500));
        Assert.True(shown.Find("input[value='2']").HasAttribute("checked"));
        Assert.Equal(["−CN¥8.00", "−CN¥5.00"], shown.FindAll(".saves").Select(s => s.TextContent.Trim()));
        Assert.StartsWith("Saves most", shown.Find(".choice .small").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Single(
            shown.FindAll(".choice .small"), s => s.TextContent.Contains("Saves most", StringComparison.Ordinal));
    }

    [Fact]
    public void A_code_can_be_typed_with_no_coupon_to_choose_from_and_keeps_what_was_typed()
    {
        Speak("en");
        var shown = Show(null);
        Assert.Empty(shown.FindAll("input[type='radio']"));
        var field = shown.Find("input[name='Form.Code']");
        Assert.Equal(("WRONG", "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
        Assert.Equal(CheckoutForm.Redeem, shown.Find("button").GetAttribute("value"));
    }

    private IRenderedComponent<CheckoutCoupons> Show(long? chosen, params UsableClaim[] claims)
    {
        var errors = new FormErrors();
        errors.Add("Form.Code", "We don’t know it.");
        return Render<CheckoutCoupons>(p => p
            .Add(c => c.Claims, claims).Add(c => c.Chosen, chosen).Add(c => c.Errors, errors)
            .Add(c => c.Form, new CheckoutForm { Code = "WRONG" }));
    }

    private static UsableClaim Claim(long id, CouponFit fit, long saves = 0) => new(
        id, new LocalizedText("Ten off", "立减十元"), new LocalizedText("Food", "食品"),
        SeedCoupon.Amount(1_000, minimum: 5_000),
        new CouponSaving(fit, new Money(saves), Money.Zero, new Money(fit == CouponFit.BelowMinimum ? 1 : 0)), Until);
}

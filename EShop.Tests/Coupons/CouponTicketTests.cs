using Bunit;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Widgets;
using EShop.Web.Coupons;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Coupons;

public sealed class CouponTicketTests : WidgetTest
{
    private static readonly DateTimeOffset Opens = new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);

    public CouponTicketTests() => Services.AddTransient<CouponText>();

    [Theory]
    [InlineData("en", "CN¥20 off", "On goods from CN¥100")]
    [InlineData("zh", "¥20 立减", "满 ¥100 可用")]
    public void An_amount_is_said_in_each_language(string language, string value, string terms)
    {
        Speak(language);
        var shown = Show(new CouponTerms(CouponKind.AmountOff, 2_000, 0, 10_000, 0));
        Assert.Equal((value, terms), (Text(shown, ".stub"), Text(shown, ".terms")));
    }

    [Theory]
    [InlineData("en", 12, "12% off", "No minimum, CN¥99.50 off at most")]
    [InlineData("zh", 12, "8.8折 折扣", "无门槛，最多减 ¥99.50")]
    [InlineData("zh", 20, "8折 折扣", "无门槛，最多减 ¥99.50")]
    [InlineData("zh", 100, "免单 折扣", "无门槛，最多减 ¥99.50")]
    public void A_percentage_is_said_as_each_language_counts_it(
        string language, int percent, string value, string terms)
    {
        Speak(language);
        var shown = Show(new CouponTerms(CouponKind.PercentOff, 0, percent, 0, 9_950));
        Assert.Equal((value, terms), (Text(shown, ".stub"), Text(shown, ".terms")));
    }

    [Theory]
    [InlineData("en", "Free shipping", "On goods from CN¥59", "Only for Food")]
    [InlineData("zh", "包邮 免运费券", "满 ¥59 可用", "仅限食品")]
    public void Free_shipping_for_some_goods_says_so(string language, string value, string terms, string scope)
    {
        Speak(language);
        var shown = Show(new CouponTerms(CouponKind.FreeShipping, 0, 0, 5_900, 0, CouponScope.Categories, ",1,"));
        shown.Render(p => p.Add(t => t.Scope, new LocalizedText("Food", "食品")));
        Assert.Equal(value, Text(shown, ".stub"));
        Assert.Equal([terms, scope], shown.FindAll(".terms").Select(t => t.TextContent.Trim()));
    }

    [Fact]
    public void The_press_of_one_that_opens_soon_is_there_and_waits()
    {
        var offer = Offer(CouponOffer.NotOpenYet, signedIn: true);
        Assert.True(offer.Find("button").HasAttribute("hidden"));
        Assert.Equal($"{Opens.ToUnixTimeMilliseconds()}", offer.Find("[data-opens]").GetAttribute("data-opens"));
        Assert.Empty(Offer(CouponOffer.NotOpenYet, signedIn: false).FindAll("button"));
    }

    [Fact]
    public void My_coupon_tells_its_way_with_times_and_order_numbers()
    {
        var number = OrderNumber.New(Opens);
        var ticket = Render<ClaimTicket>(p => p.Add(t => t.Claim, new MyClaimRow(
            7, new LocalizedText("Ten off", "立减十元"), new CouponTerms(CouponKind.AmountOff, 1_000, 0, 0, 0),
            ClaimState.Unused, IsExpired: false, Opens.AddDays(7), Order: null,
            [
                new ClaimStep(ClaimStepKind.Redeemed, Opens, null), new ClaimStep(ClaimStepKind.Held, Opens, number),
                new ClaimStep(ClaimStepKind.GivenBack, Opens.AddHours(1), number),
            ])
        {
            ExpiresSoon = true,
        }));
        Assert.Equal("Expires soon", Text(ticket, ".chip"));
        Assert.Equal(
            [
                "1 Jul 2026, 10:00 had for a code", $"1 Jul 2026, 10:00 taken by order {number.Text}",
                $"1 Jul 2026, 11:00 back with you: closed order {number.Text}",
            ],
            ticket.FindAll("li").Select(li => string.Join(' ', li.TextContent.Split(
                (char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal($"/orders/{number.Text}", ticket.Find("li a").GetAttribute("href"));
    }

    [Fact]
    public void An_open_coupon_has_one_press_for_who_is_signed_in()
    {
        var button = Offer(CouponOffer.Open, signedIn: true).Find("button");
        Assert.Equal(("claim", "Form.CouponId", "7"),
            (button.GetAttribute("form"), button.GetAttribute("name"), button.GetAttribute("value")));
        Assert.Equal("Claim: Ten off", button.TextContent);
    }

    [Fact]
    public void Who_is_not_signed_in_is_led_there_and_back()
    {
        var offer = Offer(CouponOffer.Open, signedIn: false);
        Assert.Empty(offer.FindAll("button"));
        Assert.Equal("/sign-in?returnUrl=/coupons", offer.Find("a.btn").GetAttribute("href"));
    }

    [Theory]
    [InlineData(CouponOffer.NotOpenYet, "Not open yet", "Opens 1 Jul 2026, 10:00")]
    [InlineData(CouponOffer.AlreadyYours, "Yours", "Use it until 8 Jul 2026, 10:00")]
    [InlineData(CouponOffer.Paused, "Paused for now", "Claim until 2 Jul 2026, 10:00; good for 7 days once claimed")]
    [InlineData(CouponOffer.AllGone, "All gone", "Claim until 2 Jul 2026, 10:00; good for 7 days once claimed")]
    public void What_cannot_be_claimed_says_why_and_has_no_press(CouponOffer how, string chip, string when)
    {
        var offer = Offer(how, signedIn: true);
        Assert.Empty(offer.FindAll("button:not([hidden])"));
        Assert.Equal((chip, when), (Text(offer, ".chip"), Text(offer, ".body > .small")));
    }

    private static string Text<T>(IRenderedComponent<T> shown, string where)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        string.Join(' ', shown.Find(where).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<CouponTicket> Show(CouponTerms terms) => Render<CouponTicket>(p => p
        .Add(t => t.Name, new LocalizedText("Ten off", "立减十元"))
        .Add(t => t.Terms, terms)
        .Add(t => t.ChildContent, "<p>more</p>"));

    private IRenderedComponent<CouponOfferTicket> Offer(CouponOffer how, bool signedIn)
    {
        var isMine = how == CouponOffer.AlreadyYours;
        var row = new CouponOfferRow(
            7, new LocalizedText("Ten off", "立减十元"), new CouponTerms(CouponKind.AmountOff, 1_000, 0, 0, 0), how,
            50, 9, 1, 7, Opens, Opens.AddDays(1), isMine ? 1 : 0, isMine ? Opens.AddDays(7) : null);
        return Render<CouponOfferTicket>(p => p
            .Add(t => t.Coupon, row).Add(t => t.FormId, "claim").Add(t => t.SignedIn, signedIn));
    }
}

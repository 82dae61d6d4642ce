using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Admin;
using EShop.Web.Widgets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Admin;

public sealed class CouponFormTests
{
    private static readonly TimeFormat Times = new(new ConfigurationBuilder().Build());

    private static readonly IStringLocalizer<AdminWords> Words = new StringLocalizer<AdminWords>(
        new ResourceManagerStringLocalizerFactory(
            Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    [Fact]
    public void A_filled_form_becomes_a_draft_in_the_shops_time()
    {
        var draft = Filled().Read(Times, new FormErrors(), Words);
        Assert.Equal(
            new CouponDraft(
                new LocalizedText("Ten off", "立减十元"), CouponAudience.Public,
                new CouponTerms(CouponKind.AmountOff, 1_250, 0, 120_000, 0), 100, 1,
                new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.FromHours(8)),
                new DateTimeOffset(2026, 7, 2, 10, 0, 0, TimeSpan.FromHours(8)), 30),
            draft);
    }

    [Fact]
    public void What_cannot_be_read_is_said_at_its_field()
    {
        var form = Filled();
        (form.Amount, form.Total, form.OpensAt) = ("twelve", "1.5", "tomorrow");
        var errors = new FormErrors();
        Assert.Null(form.Read(Times, errors, Words));
        Assert.Equal(
            "Write an amount such as 12.50 | Write a whole number | Choose a day and a time | ",
            $"{errors["amount"]} | {errors["total"]} | {errors["opens"]} | {errors["closes"]}");
    }

    [Fact]
    public void Each_fault_has_its_field_and_its_words()
    {
        foreach (var fault in Enum.GetValues<CouponFault>())
        {
            Assert.NotEmpty(CouponForm.FieldOf(fault));
            Assert.False(Words[$"Fault{fault}"].ResourceNotFound, $"Fault{fault}");
        }
    }

    [Theory]
    [InlineData("12.5", 1250)]
    [InlineData(" 1,200.00 ", 120000)]
    [InlineData("-1", null)]
    [InlineData("1.005", null)]
    [InlineData("1e3", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    public void Amounts_are_read_exactly_or_not_at_all(string text, int? minor) =>
        Assert.Equal(minor, AdminInput.TryMoney(text, out var amount) ? (int)amount.Minor : null);

    private static CouponForm Filled() => new()
    {
        NameEn = "Ten off",
        NameZh = "立减十元",
        Amount = "12.50",
        Minimum = "1,200",
        OpensAt = "2026-07-01T10:00",
        ClosesAt = "2026-07-02T10:00",
    };
}

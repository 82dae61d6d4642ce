using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Shell;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Coupons;

/// <summary>Says in words what a coupon gives and when.</summary>
public sealed class CouponText(IStringLocalizer<CouponsWords> words, MoneyFormat format)
{
    /// <summary>In large letters: CN¥20, or 12% — in Chinese 8.8折, which names what is still to be paid.</summary>
    public string Value(CouponTerms terms)
    {
        if (terms.Kind == CouponKind.AmountOff) return Whole(new Money(terms.AmountMinor));
        if (terms.Kind == CouponKind.FreeShipping) return words["FreeShippingValue"];
        if (!Languages.IsChinese(CultureInfo.CurrentUICulture)) return $"{terms.Percent}%";
        return terms.Percent == 100
            ? words["Free"]
            : words["Fold", ((100 - terms.Percent) / 10m).ToString("0.#", CultureInfo.InvariantCulture)];
    }

    /// <summary>In small letters under the value.</summary>
    public string Unit(CouponTerms terms) => words[terms.Kind.ToString()];

    /// <summary>From which amount on, and how much at most.</summary>
    public string Condition(CouponTerms terms)
    {
        string from = terms.MinimumMinor > 0 ? words["From", Whole(new Money(terms.MinimumMinor))] : words["NoMinimum"];
        return terms.CeilingMinor > 0 ? words["WithCeiling", from, Whole(new Money(terms.CeilingMinor))] : from;
    }

    /// <summary>Amounts on a ticket are round: two zeros would only be in the way.</summary>
    private string Whole(Money amount)
    {
        var text = format.Text(amount, CultureInfo.CurrentUICulture);
        return text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;
    }
}

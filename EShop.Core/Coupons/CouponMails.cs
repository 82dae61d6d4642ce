using System.Globalization;
using System.Resources;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>The mails about coupons, in the reader's language.</summary>
internal static class CouponMails
{
    private const int NamedMax = 10;

    private static readonly ResourceManager Words =
        new("EShop.Core.Coupons.CouponMailWords", typeof(CouponMails).Assembly);

    /// <param name="coupons">What expires when, the first first. The mail says in how many hours: whoever reads it may
    /// be in any time zone.</param>
    /// <param name="now">When it is written.</param>
    public static MailLetter ExpiresSoon(
        MailReader reader, IReadOnlyList<(LocalizedText Name, DateTimeOffset ExpiresAt)> coupons, DateTimeOffset now)
    {
        var culture = CultureInfo.GetCultureInfo(reader.Culture);
        var lines = coupons.Take(NamedMax).Select(coupon => Text(
            "ExpiresSoonLine", culture, coupon.Name.For(culture),
            Math.Max(1, (int)(coupon.ExpiresAt - now).TotalHours)));
        return new MailLetter(
            reader.Email, Text("ExpiresSoonSubject", culture), reader.Culture,
            [Text("ExpiresSoonLead", culture), .. lines, Text("ExpiresSoonWhere", culture)])
        {
            // After that there is nothing to be told.
            ExpiresAt = coupons[^1].ExpiresAt,
        };
    }

    private static string Text(string name, CultureInfo culture, params object[] values) => string.Format(
        culture,
        Words.GetString(name, culture) ?? throw new InvalidOperationException($"The mail text '{name}' is missing."),
        values);
}

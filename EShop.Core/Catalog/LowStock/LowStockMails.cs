using System.Globalization;
using System.Resources;
using EShop.Core.Accounts;
using EShop.Core.Mail;

namespace EShop.Core.Catalog.LowStock;

/// <summary>The mail to staff about what runs low, in the reader's language.</summary>
internal static class LowStockMails
{
    private const int NamedMax = 20;

    /// <summary>After that the list has newer figures.</summary>
    private static readonly TimeSpan TellsFor = TimeSpan.FromDays(2);

    private static readonly ResourceManager Words =
        new("EShop.Core.Catalog.LowStock.LowStockMailWords", typeof(LowStockMails).Assembly);

    public static MailLetter Fell(
        MailReader reader, IReadOnlyList<(PricedSku Sku, long Available)> fallen, DateTimeOffset now)
    {
        var culture = CultureInfo.GetCultureInfo(reader.Culture);
        var lines = fallen.Take(NamedMax).Select(f => Text(
            "FellLine", culture, NameOf(f.Sku, culture), f.Sku.Code, f.Available));
        string[] more = fallen.Count > NamedMax ? [Text("FellMore", culture, fallen.Count - NamedMax)] : [];
        return new MailLetter(
            reader.Email, Text("FellSubject", culture, fallen.Count), reader.Culture,
            [Text("FellLead", culture), .. lines, .. more, Text("FellWhere", culture)])
        {
            ExpiresAt = now + TellsFor,
        };
    }

    private static string NameOf(PricedSku sku, CultureInfo culture) => sku.Options.IsEmpty
        ? sku.Name.For(culture)
        : $"{sku.Name.For(culture)} {sku.Options.For(culture)}";

    private static string Text(string name, CultureInfo culture, params object[] values) => string.Format(
        culture,
        Words.GetString(name, culture) ?? throw new InvalidOperationException($"The mail text '{name}' is missing."),
        values);
}

using System.Globalization;
using System.Resources;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Primitives;

namespace EShop.Core.Orders;

/// <summary>The mails about orders, in the reader's language. They say for how long, not until when: whoever reads them
/// may be in any time zone.</summary>
internal static class OrderMails
{
    private const int NamedMax = 10;

    private static readonly ResourceManager Words =
        new("EShop.Core.Orders.OrderMailWords", typeof(OrderMails).Assembly);

    public static MailLetter Placed(OrderTold order, DateTimeOffset now)
    {
        var minutes = Math.Max(1, (int)(order.PayUntil - now).TotalMinutes);
        return Letter(order, "PlacedSubject", [Text(order, "PlacedLead", minutes, Due(order)), Lines(order)]) with
        {
            // After that there is nothing to be paid.
            ExpiresAt = order.PayUntil,
        };
    }

    public static MailLetter Paid(OrderTold order) => Letter(order, "PaidSubject",
        [Text(order, order.Due.IsZero ? "PaidNothingLead" : "PaidLead", Due(order)), Lines(order)]);

    public static MailLetter Shipped(OrderTold order) => Letter(order, "ShippedSubject",
        [Text(order, "ShippedLead", order.Tracking ?? ""), Lines(order), Text(order, "ShippedHelp")]);

    public static MailLetter Completed(OrderTold order) => Letter(order, "CompletedSubject",
        [Text(order, "CompletedLead"), Lines(order), Text(order, "CompletedHelp")]);

    public static MailLetter Closed(OrderTold order, CloseReason reason) => Letter(order, "ClosedSubject",
    [
        Text(order, $"Closed{reason}"), Lines(order),
        .. order.HasCoupon ? [Text(order, "ClosedCoupon")] : Array.Empty<string>(),
        .. order.Due.IsZero ? [] : new[] { Text(order, "ClosedMoney") },
    ]);

    public static MailLetter Stopped(OrderTold order) => Letter(order, "StoppedSubject",
    [
        Text(order, $"Stopped{order.StopReason}"), Lines(order),
        .. order.StopAnswer.Length > 0 ? [Text(order, "ShopSays", order.StopAnswer)] : Array.Empty<string>(),
        .. order.Due.IsZero ? [] : new[] { Text(order, "StoppedMoney") },
        .. order is { HasCoupon: true, StopReason: StopReason.ByShop } ? [Text(order, "ClosedCoupon")]
            : Array.Empty<string>(),
    ]);

    /// <summary>A letter with the number, and what else its subject takes, in its subject; the last paragraph says
    /// where the order is found.</summary>
    internal static MailLetter Letter(
        OrderTold order, string subject, IReadOnlyList<string> paragraphs, params object[] values) => new(
        order.Reader.Email, Text(order, subject, values), order.Reader.Culture,
        [.. paragraphs, Text(order, "Where")]);

    /// <summary>The text with the order's number as {0} and <paramref name="values"/> from {1} on.</summary>
    internal static string Text(OrderTold order, string name, params object[] values)
    {
        var culture = CultureOf(order.Reader);
        var text = Words.GetString(name, culture)
            ?? throw new InvalidOperationException($"The mail text '{name}' is missing.");
        return string.Format(culture, text, [order.Number.Text, .. values]);
    }

    internal static string AmountOf(OrderTold order, Money amount) =>
        MoneyWords.Text(amount, order.Currency, CultureOf(order.Reader));

    private static string Due(OrderTold order) => AmountOf(order, order.Due);

    private static string Lines(OrderTold order)
    {
        var culture = CultureOf(order.Reader);
        var lines = order.Lines.Take(NamedMax).Select(line => $"{line.Name.For(culture)} × {line.Quantity}");
        var rest = order.Lines.Count - NamedMax;
        return string.Join('\n', rest > 0 ? [.. lines, Text(order, "LinesMore", rest)] : lines);
    }

    private static CultureInfo CultureOf(MailReader reader) => CultureInfo.GetCultureInfo(reader.Culture);
}

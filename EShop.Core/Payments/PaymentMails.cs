using System.Globalization;
using System.Resources;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>The mails about money that did not do what its sender expected, in the reader's language.</summary>
internal static class PaymentMails
{
    private static readonly ResourceManager Words =
        new("EShop.Core.Payments.PaymentMailWords", typeof(PaymentMails).Assembly);

    /// <summary>Tells the shopper of a payment that was not simply kept; whoever has no address any more, and money
    /// that is no order's, is told nothing.</summary>
    public static async Task QueueAsync(
        ShopDbContext db, DateTimeOffset now, (Payment Payment, PaymentFate Fate) told, CancellationToken ct)
    {
        if (told.Fate is PaymentFate.Kept or PaymentFate.Busy) return;
        var reader = await db.Set<Order>().Where(o => o.Number == told.Payment.OrderNumber)
            .Join(db.Set<Account>(), o => o.AccountId, a => a.Id, (o, a) => new { a.Email, a.Culture })
            .SingleOrDefaultAsync(ct);
        if (reader is null || !EmailAddress.TryParse(reader.Email, out var email)) return;
        MailQueue.Add(db, now, Letter(new MailReader(email, reader.Culture), told));
    }

    public static MailLetter Letter(MailReader reader, (Payment Payment, PaymentFate Fate) told)
    {
        var culture = CultureInfo.GetCultureInfo(reader.Culture);
        var (payment, fate) = told;
        var amount = MoneyWords.Text(new Money(payment.AmountMinor), payment.Currency, culture);
        string Text(string name) => string.Format(
            culture,
            Words.GetString(name, culture)
                ?? throw new InvalidOperationException($"The mail text '{name}' is missing."),
            payment.OrderNumber, amount);

        var ending = fate switch
        {
            PaymentFate.Revived => "RevivedNext",
            PaymentFate.Suspicious => "SuspiciousNext",
            PaymentFate.PaidTwice or PaymentFate.Cancelled or PaymentFate.CouponGone or PaymentFate.StockGone =>
                "GoesBack",
            _ => throw new InvalidOperationException($"Nobody is told of that: {fate}."),
        };
        return new MailLetter(
            reader.Email, Text($"{fate}Subject"), reader.Culture, [Text($"{fate}Lead"), Text(ending)]);
    }
}

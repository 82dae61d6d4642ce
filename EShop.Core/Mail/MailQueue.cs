using EShop.Core.Storage;

namespace EShop.Core.Mail;

/// <summary>Queues mails in the caller's transaction: what was rolled back is never sent.</summary>
internal static class MailQueue
{
    public static void Add(ShopDbContext db, DateTimeOffset now, MailLetter letter)
    {
        db.WakesWorkers = true;
        db.Set<QueuedMail>().Add(new QueuedMail
        {
            Recipient = letter.To.Value,
            Subject = letter.Subject,
            TextBody = letter.ToText(),
            HtmlBody = letter.ToHtml(),
            CreatedAt = now,
            DueAt = now,
            ExpiresAt = letter.ExpiresAt,
        });
    }
}

using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Mail;

/// <summary>Queues mails in the caller's transaction: what was rolled back is never sent.</summary>
internal static class MailQueue
{
    public static void Add(ShopDbContext db, DateTimeOffset now, MailLetter letter) => Add(db, now, letter, null);

    /// <summary>Writes a mail of its own that tells <paramref name="key"/>, once for good. False: it was told before.
    /// </summary>
    public static async Task<bool> AddOnceAsync(
        ShopStore store, DateTimeOffset now, (string Key, MailLetter Letter) mail, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async db =>
            {
                if (await db.Set<QueuedMail>().AnyAsync(m => m.Key == mail.Key, ct)) return false;
                Add(db, now, mail.Letter, mail.Key);
                return true;
            }, ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // Another node was given the same message and was first.
            return false;
        }
    }

    private static void Add(ShopDbContext db, DateTimeOffset now, MailLetter letter, string? key)
    {
        db.WakesWorkers = true;
        db.Set<QueuedMail>().Add(new QueuedMail
        {
            Recipient = letter.To.Value,
            Subject = letter.Subject,
            TextBody = letter.ToText(),
            HtmlBody = letter.ToHtml(),
            Key = key,
            CreatedAt = now,
            DueAt = now,
            ExpiresAt = letter.ExpiresAt,
        });
    }
}

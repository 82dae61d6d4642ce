using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Core.Accounts;

internal sealed record NewAccount(
    EmailAddress Email, string DisplayName, string Culture, string PasswordHash, string? AvatarKey);

/// <summary>The only place where an account comes to be, always with the message that tells of it.</summary>
internal static class AccountWrites
{
    public static async Task<Account> AddAsync(
        ShopDbContext db, NewAccount asked, DateTimeOffset now, CancellationToken ct)
    {
        var account = Make(asked, now);
        db.Add(account);
        // The message carries the id, which the database gives; a second one of that address fails here.
        await db.SaveChangesAsync(ct);
        Outbox.Add(db, now, new AccountCreated(account.Id, now));
        return account;
    }

    public static Account Make(NewAccount asked, DateTimeOffset now) =>
        new(asked.Email.Value, asked.Email.Value, asked.DisplayName, MailReader.CultureOf(asked.Culture), now)
        {
            PasswordHash = asked.PasswordHash, AvatarKey = asked.AvatarKey,
        };
}

using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>Takes the account's row to oneself until the end of the transaction, and reads it as it is then; null:
    /// there is none, or it is erased. Its sessions end.</summary>
    public static async Task<Account?> EnterAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        var stamp = RandomToken.New();
        var rows = await db.Set<Account>().Where(a => a.Id == accountId && a.ErasedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp), ct);
        return rows == 0 ? null : await db.Set<Account>().SingleAsync(a => a.Id == accountId, ct);
    }

    public static Account Make(NewAccount asked, DateTimeOffset now) =>
        new(asked.Email.Value, asked.Email.Value, asked.DisplayName, MailReader.CultureOf(asked.Culture), now)
        {
            PasswordHash = asked.PasswordHash, AvatarKey = asked.AvatarKey,
        };
}

using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <param name="Email">Shown to its owner only.</param>
/// <param name="Culture">"en" or "zh": the language of mails.</param>
/// <param name="AvatarKey">Null: initials are drawn.</param>
public sealed record AccountProfile(
    long Id, EmailAddress Email, string DisplayName, string Culture, string? AvatarKey, DateTimeOffset CreatedAt);

/// <summary>The account's own view of itself; null when there is no such account.</summary>
public sealed class GetProfile(ShopStore store)
{
    public Task<AccountProfile?> ExecuteAsync(long accountId, CancellationToken ct) => store.ReadAsync(
        async db =>
        {
            var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, ct);
            return account is null
                ? null
                : new AccountProfile(
                    account.Id, EmailAddress.Parse(account.NormalizedEmail!), account.DisplayName, account.Culture,
                    account.AvatarKey, account.CreatedAt);
        },
        ct);
}

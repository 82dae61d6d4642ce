using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Core.Accounts;

/// <summary>What a session knows of its account. The stamp changes with password and roles and ends older
/// sessions.</summary>
public sealed record SignedInAccount(
    long Id, string DisplayName, string Stamp, bool IsAdmin, string Culture, string? AvatarKey);

internal static class AccountReads
{
    public static Task<Account?> FindAsync(ShopDbContext db, EmailAddress email, CancellationToken ct) =>
        db.Set<Account>().SingleOrDefaultAsync(a => a.NormalizedEmail == email.Value, ct);

    public static Task<bool> IsThereAsync(ShopDbContext db, EmailAddress email, CancellationToken ct) =>
        db.Set<Account>().AnyAsync(a => a.NormalizedEmail == email.Value, ct);

    public static Task<bool> IsAdminAsync(ShopDbContext db, long accountId, CancellationToken ct) =>
        (from link in db.Set<IdentityUserRole<long>>()
         join role in db.Set<Role>() on link.RoleId equals role.Id
         where link.UserId == accountId && role.Name == Role.Admin
         select role).AnyAsync(ct);

    public static async Task<SignedInAccount> SignedInAsync(ShopDbContext db, Account account, CancellationToken ct) =>
        new(account.Id, account.DisplayName, account.SecurityStamp!, await IsAdminAsync(db, account.Id, ct),
            account.Culture, account.AvatarKey);
}

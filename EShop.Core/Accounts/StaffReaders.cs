using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <summary>Who is told by mail what staff should know: everybody with the role.</summary>
internal static class StaffReaders
{
    private const int Max = 100;

    public static async Task<IReadOnlyList<MailReader>> ListAsync(ShopDbContext db, CancellationToken ct)
    {
        var rows = await (
            from link in db.Set<IdentityUserRole<long>>()
            join role in db.Set<Role>() on link.RoleId equals role.Id
            join account in db.Set<Account>() on link.UserId equals account.Id
            where role.Name == Role.Admin && account.ErasedAt == null
            orderby account.Id
            select new { account.Email, account.Culture }).Take(Max).ToListAsync(ct);
        var readers = new List<MailReader>(rows.Count);
        foreach (var row in rows)
            if (EmailAddress.TryParse(row.Email, out var email)) readers.Add(new MailReader(email, row.Culture));
        return readers;
    }
}

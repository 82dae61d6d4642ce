using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>What an account has to show besides its password.</summary>
internal sealed record Factors(bool IsStaff, bool HasAuthenticator, bool HasPasskey, bool IsPasswordOneTime)
{
    public static Factors None { get; } = new(false, false, false, false);

    public bool HasAny => HasAuthenticator || HasPasskey;

    /// <summary>Whether a password alone opens no session. A shopper's passkey is a second way in; for staff it is also
    /// what a password has to be followed by.</summary>
    public bool AsksForStep => HasAuthenticator || (IsStaff && HasPasskey);

    /// <summary>Staff without a second factor, or with the password that the command line printed, manages nothing
    /// (abuse 62).</summary>
    public bool MayManage => IsStaff && HasAny && !IsPasswordOneTime;

    public bool MustEnrol => IsStaff && !MayManage;

    /// <summary>Of no account: none, so that every gate stays closed.</summary>
    public static async Task<Factors> OfAsync(ShopDbContext db, long accountId, CancellationToken ct) =>
        await db.Set<Account>().Where(a => a.Id == accountId)
            .Select(a => new Factors(
                (from link in db.Set<IdentityUserRole<long>>()
                 join role in db.Set<Role>() on link.RoleId equals role.Id
                 where link.UserId == a.Id && role.Name == Role.Admin
                 select link).Any(),
                db.Set<Authenticator>().Any(f => f.AccountId == a.Id),
                db.Set<IdentityUserPasskey<long>>().Any(p => p.UserId == a.Id),
                a.IsPasswordOneTime))
            .SingleOrDefaultAsync(ct)
        ?? None;
}

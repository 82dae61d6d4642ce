using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <summary>What a session knows of its account. The stamp changes with password, roles and factors and ends older
/// sessions.</summary>
/// <param name="IsAdmin">Has the role and what it asks for: a second factor, and a password of their own.</param>
/// <param name="MustEnrol">Has the role and not yet what it asks for: manages nothing until then (abuse 62).</param>
public sealed record SignedInAccount(
    long Id, string DisplayName, string Stamp, bool IsAdmin, bool MustEnrol, string Culture, string? AvatarKey)
{
    /// <summary>Their sessions are the short ones, also while they are enrolling.</summary>
    public bool IsStaff => IsAdmin || MustEnrol;
}

internal static class AccountReads
{
    public static Task<Account?> FindAsync(ShopDbContext db, EmailAddress email, CancellationToken ct) =>
        db.Set<Account>().SingleOrDefaultAsync(a => a.NormalizedEmail == email.Value, ct);

    public static Task<bool> IsThereAsync(ShopDbContext db, EmailAddress email, CancellationToken ct) =>
        db.Set<Account>().AnyAsync(a => a.NormalizedEmail == email.Value, ct);

    public static async Task<SignedInAccount> SignedInAsync(ShopDbContext db, Account account, CancellationToken ct) =>
        SignedIn(account, await Factors.OfAsync(db, account.Id, ct));

    /// <summary>The account itself may know better than its row, when it is about to be saved.</summary>
    public static SignedInAccount SignedIn(Account account, Factors read)
    {
        var factors = read with { IsPasswordOneTime = account.IsPasswordOneTime };
        return new SignedInAccount(
            account.Id, account.DisplayName, account.SecurityStamp!, factors.MayManage, factors.MustEnrol,
            account.Culture, account.AvatarKey);
    }
}

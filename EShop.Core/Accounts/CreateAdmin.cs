using System.Security.Cryptography;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum CreateAdminStatus
{
    InvalidEmail = 1,

    /// <summary>The account is an admin already; nothing was changed.</summary>
    AlreadyAdmin = 2,

    /// <summary>An account that was there is an admin now and keeps its password.</summary>
    Promoted = 3,
    Created = 4,
}

/// <param name="Email">As typed.</param>
/// <param name="OnlyFirst">Do nothing when the shop has an admin: for the first start.</param>
public sealed record CreateAdminRequest(string Email, bool OnlyFirst);

/// <param name="Password">A new account's password, shown once and stored nowhere; else empty.</param>
public sealed record CreateAdminResult(CreateAdminStatus Status, string Password);

/// <summary>There is no default account: an admin is made from the command line, by who owns the machine (abuse 67).
/// </summary>
public sealed class CreateAdmin(ShopStore store, PasswordHashing hashing, TimeProvider clock)
{
    private const string PasswordAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 20;

    public async Task<CreateAdminResult> ExecuteAsync(CreateAdminRequest request, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(request.Email, out var email))
            return new CreateAdminResult(CreateAdminStatus.InvalidEmail, "");
        if (request.OnlyFirst && await HasAdminAsync(ct))
            return new CreateAdminResult(CreateAdminStatus.AlreadyAdmin, "");
        var now = clock.GetUtcNow();
        var password = RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength);
        var hash = hashing.Hash(password);
        var status = await store.WriteAsync(db => WriteAsync(db, email, hash, now, ct), ct);
        return new CreateAdminResult(status, status == CreateAdminStatus.Created ? password : "");
    }

    private Task<bool> HasAdminAsync(CancellationToken ct) => store.ReadAsync(
        db => (from link in db.Set<IdentityUserRole<long>>()
               join role in db.Set<Role>() on link.RoleId equals role.Id
               where role.Name == Role.Admin
               select link).AnyAsync(ct),
        ct);

    private static async Task<CreateAdminStatus> WriteAsync(
        ShopDbContext db, EmailAddress email, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var role = await db.Set<Role>().SingleOrDefaultAsync(r => r.Name == Role.Admin, ct)
            ?? db.Add(new Role { Name = Role.Admin, NormalizedName = Role.Admin.ToUpperInvariant() }).Entity;
        var account = await AccountReads.FindAsync(db, email, ct);
        if (account is not null && (await Factors.OfAsync(db, account.Id, ct)).IsStaff)
            return CreateAdminStatus.AlreadyAdmin;
        var status = account is null ? CreateAdminStatus.Created : CreateAdminStatus.Promoted;
        account ??= await AccountWrites.AddAsync(db, new NewAccount(email, "Admin", "en", hash, null), now, ct);
        account.IsPasswordOneTime = status == CreateAdminStatus.Created;
        await db.SaveChangesAsync(ct);
        db.Add(new IdentityUserRole<long> { UserId = account.Id, RoleId = role.Id });
        // A new right is a new session: older ones are checked against the stamp.
        account.SecurityStamp = RandomToken.New();
        StaffTrail.Add(db, now, account.Id, "admin.create", $"account {account.Id}", "", "Admin");
        return status;
    }
}

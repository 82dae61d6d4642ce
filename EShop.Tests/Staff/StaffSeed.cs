using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Staff;

/// <summary>Those who manage a test's shop, and what they left in the trail.</summary>
internal static class StaffSeed
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>With all that is asked of one: role and second factor.</summary>
    public static async Task<long> AdminAsync(this TestShop shop)
    {
        var accountId = (await shop.AccountsAsync(1))[0];
        await shop.GiveRoleAsync(accountId);
        await shop.WriteAsync(db => Task.FromResult(db.Add(new Authenticator(accountId, "sealed", 0, shop.Now))));
        return accountId;
    }

    /// <summary>The role alone, without a second factor.</summary>
    public static Task<long> GiveRoleAsync(this TestShop shop, long accountId) =>
        shop.WriteAsync(async db =>
        {
            var role = await db.Set<Role>().SingleOrDefaultAsync(r => r.Name == Role.Admin, Ct)
                ?? db.Add(new Role { Name = Role.Admin, NormalizedName = "ADMIN" }).Entity;
            await db.SaveChangesAsync(Ct);
            db.Add(new IdentityUserRole<long> { UserId = accountId, RoleId = role.Id });
            return accountId;
        });

    public static Task TakeRoleAwayAsync(this TestShop shop, long accountId) => shop.WriteAsync(db =>
        db.Set<IdentityUserRole<long>>().Where(r => r.UserId == accountId).ExecuteDeleteAsync(Ct));

    /// <summary>The trail, the oldest first: <c>coupon.publish coupon 1: Draft → Published</c>.</summary>
    public static async Task<IReadOnlyList<string>> TrailAsync(this TestShop shop)
    {
        var rows = await shop.ReadAsync(db => db.Set<StaffAction>().OrderBy(a => a.Id).ToListAsync(Ct));
        return [.. rows.Select(a => $"{a.Action} {a.Subject}: {a.Before} → {a.After}")];
    }

    public static OrderNumber AnyNumber(this TestShop shop) => OrderNumber.New(shop.Now);
}

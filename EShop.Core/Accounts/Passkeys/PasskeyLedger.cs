using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.Passkeys;

/// <summary>Keeps the counter of a passkey, by which a copied one is found out.</summary>
internal static class PasskeyLedger
{
    /// <summary>False when the passkey was taken away meanwhile or has counted on elsewhere. The account's row is taken
    /// first, so that two at once come one after the other.</summary>
    public static async Task<bool> UseAsync(
        ShopDbContext db, long accountId, UserPasskeyInfo shown, CancellationToken ct)
    {
        await db.Set<Account>().Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct);
        var row = await db.Set<IdentityUserPasskey<long>>().SingleOrDefaultAsync(
            p => p.UserId == accountId && p.CredentialId == shown.CredentialId, ct);
        if (row is null || (shown.SignCount != 0 && row.Data.SignCount >= shown.SignCount))
            return false;
        row.Data.SignCount = shown.SignCount;
        row.Data.IsBackedUp = shown.IsBackedUp;
        return true;
    }
}

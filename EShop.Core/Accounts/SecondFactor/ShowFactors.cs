using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.SecondFactor;

/// <param name="Id">The credential's id as hex digits, for the form that takes it away.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt);

/// <param name="AuthenticatorSince">Null: off.</param>
/// <param name="RecoveryCodesLeft">Of ten.</param>
/// <param name="IsStaff">May not be without a factor.</param>
/// <param name="IsPasswordOneTime">The command line printed it: it must be replaced.</param>
public sealed record ShownFactors(
    DateTimeOffset? AuthenticatorSince, int RecoveryCodesLeft, IReadOnlyList<PasskeyRow> Passkeys, bool IsStaff,
    bool IsPasswordOneTime);

/// <summary>What an account's owner sees of its factors; of no account: none.</summary>
public sealed class ShowFactors(ShopStore store)
{
    public Task<ShownFactors> ExecuteAsync(long accountId, CancellationToken ct) => store.ReadAsync(
        async db =>
        {
            var factors = await Factors.OfAsync(db, accountId, ct);
            var authenticator = await db.Set<Authenticator>().SingleOrDefaultAsync(a => a.AccountId == accountId, ct);
            var codes = await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == accountId, ct);
            var passkeys = await db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == accountId).ToListAsync(ct);
            return new ShownFactors(
                authenticator?.CreatedAt, codes,
                [
                    .. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new PasskeyRow(
                        Convert.ToHexStringLower(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt)),
                ],
                factors.IsStaff, factors.IsPasswordOneTime);
        },
        ct);
}

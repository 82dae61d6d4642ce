using System.Globalization;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.Passkeys;

/// <summary>What Identity's passkey handler looks up while it checks an answer. It only reads: rows are written by the
/// use cases, in transactions of their own.</summary>
internal sealed class PasskeyStore(ShopStore store) : IUserPasskeyStore<Account>
{
    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? store.ReadAsync(
                db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken), cancellationToken)
            : Task.FromResult<Account?>(null);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        store.ReadAsync<IList<UserPasskeyInfo>>(
            async db =>
            {
                var rows = await db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == user.Id)
                    .ToListAsync(cancellationToken);
                return [.. rows.Select(InfoOf)];
            },
            cancellationToken);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        store.ReadAsync(
            db => (from passkey in db.Set<IdentityUserPasskey<long>>()
                   join account in db.Set<Account>() on passkey.UserId equals account.Id
                   where passkey.CredentialId == credentialId
                   select account).SingleOrDefaultAsync(cancellationToken),
            cancellationToken);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(
        Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async db =>
            {
                var row = await db.Set<IdentityUserPasskey<long>>().SingleOrDefaultAsync(
                    p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken);
                return row is null ? null : InfoOf(row);
            },
            cancellationToken);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString(CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.NormalizedUserName);

    public void Dispose()
    {
        // Nothing is held: each read has a context of its own.
    }

    public Task AddOrUpdatePasskeyAsync(
        Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw OnlyReads();

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task SetNormalizedUserNameAsync(
        Account user, string? normalizedName, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw OnlyReads();

    private static UserPasskeyInfo InfoOf(IdentityUserPasskey<long> row) => new(
        row.CredentialId, row.Data.PublicKey, row.Data.CreatedAt, row.Data.SignCount, row.Data.Transports,
        row.Data.IsUserVerified, row.Data.IsBackupEligible, row.Data.IsBackedUp, row.Data.AttestationObject,
        row.Data.ClientDataJson)
    {
        Name = row.Data.Name,
    };

    private static NotSupportedException OnlyReads() => new("Passkeys are written by the use cases.");
}

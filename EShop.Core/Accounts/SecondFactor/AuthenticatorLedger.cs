using System.Security.Cryptography;
using System.Text;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>The only writer of authenticators and recovery codes. Of any number at once, one uses a time step or a
/// recovery code up: the row count says who.</summary>
internal static class AuthenticatorLedger
{
    public const int RecoveryCodeCount = 10;

    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int GroupLength = 4;
    private const int RecoveryCodeLength = 16;
    private const int TypedMax = 64;

    public static async Task<bool> UseStepAsync(ShopDbContext db, long accountId, long step, CancellationToken ct) =>
        await db.Set<Authenticator>().Where(a => a.AccountId == accountId && a.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), ct) == 1;

    public static async Task<bool> UseRecoveryCodeAsync(
        ShopDbContext db, long accountId, string typed, CancellationToken ct)
    {
        var hash = HashOf(accountId, typed);
        return await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId && c.Hash == hash)
            .ExecuteDeleteAsync(ct) == 1;
    }

    /// <summary>Ten new ones in place of all old ones; null when the authenticator is off. The row of the authenticator
    /// is taken first, so that of two renewals at once the later one takes the earlier one's codes away.</summary>
    public static async Task<IReadOnlyList<string>?> RenewCodesAsync(
        ShopDbContext db, long accountId, DateTimeOffset now, CancellationToken ct)
    {
        var taken = await db.Set<Authenticator>().Where(a => a.AccountId == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.CodesMadeAt, now), ct);
        if (taken == 0) return null;
        await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId).ExecuteDeleteAsync(ct);
        return AddCodes(db, accountId);
    }

    public static IReadOnlyList<string> AddCodes(ShopDbContext db, long accountId)
    {
        var codes = Enumerable.Range(0, RecoveryCodeCount).Select(_ => NewCode()).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode(accountId, HashOf(accountId, code))));
        return codes;
    }

    /// <summary>False when it was off already.</summary>
    public static async Task<bool> RemoveAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId).ExecuteDeleteAsync(ct);
        return await db.Set<Authenticator>().Where(a => a.AccountId == accountId).ExecuteDeleteAsync(ct) == 1;
    }

    private static string NewCode()
    {
        var signs = RandomNumberGenerator.GetString(Alphabet, RecoveryCodeLength);
        return string.Join('-', signs.Chunk(GroupLength).Select(group => new string(group)));
    }

    /// <summary>Capitals, spaces and hyphens are how somebody writes, not what the code is.</summary>
    private static string HashOf(long accountId, string typed)
    {
        var signs = string.Concat(typed.Take(TypedMax).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId}:{signs}")));
    }
}

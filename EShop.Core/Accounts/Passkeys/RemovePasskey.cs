using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.Passkeys;

public enum RemovePasskeyStatus
{
    NoAccount = 1,

    /// <summary>Its owner was not asked again recently enough; having signed in is not enough here.</summary>
    NotConfirmed = 2,

    /// <summary>No such passkey, or somebody else's.</summary>
    NotThere = 3,

    /// <summary>Staff keeps at least one factor.</summary>
    LastOfStaff = 4,
    Removed = 5,
}

/// <param name="Id">As <see cref="PasskeyRow"/> has it.</param>
public sealed record RemovePasskeyRequest(long AccountId, string? Proof, string Id);

/// <param name="Account">For a new session in place of this one: all others end.</param>
public sealed record RemovePasskeyResult(RemovePasskeyStatus Status, SignedInAccount? Account);

/// <summary>Takes a passkey away and tells the owner by mail.</summary>
public sealed partial class RemovePasskey(
    ShopStore store, TimedSeals seals, TimeProvider clock, ILogger<RemovePasskey> log)
{
    public async Task<RemovePasskeyResult> ExecuteAsync(RemovePasskeyRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => WriteAsync(db, request, now, ct), ct);
        LogRemoved(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<RemovePasskeyResult> WriteAsync(
        ShopDbContext db, RemovePasskeyRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
        if (account is null)
            return new RemovePasskeyResult(RemovePasskeyStatus.NoAccount, null);
        if (!seals.IsFresh(request.Proof, account.Id, isAdding: false, now))
            return new RemovePasskeyResult(RemovePasskeyStatus.NotConfirmed, null);
        var own = db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == account.Id);
        if (!TryReadId(request.Id, out var id) || !await own.AnyAsync(p => p.CredentialId == id, ct))
            return new RemovePasskeyResult(RemovePasskeyStatus.NotThere, null);
        var factors = await Factors.OfAsync(db, account.Id, ct);
        if (factors is { IsStaff: true, HasAuthenticator: false } && await own.CountAsync(ct) == 1)
            return new RemovePasskeyResult(RemovePasskeyStatus.LastOfStaff, null);
        if (await own.Where(p => p.CredentialId == id).ExecuteDeleteAsync(ct) == 0)
            return new RemovePasskeyResult(RemovePasskeyStatus.NotThere, null);
        account.SecurityStamp = RandomToken.New();
        MailQueue.Add(db, now, FactorMails.PasskeyRemoved(account));
        await db.SaveChangesAsync(ct);
        return new RemovePasskeyResult(
            RemovePasskeyStatus.Removed, await AccountReads.SignedInAsync(db, account, ct));
    }

    private static bool TryReadId(string text, out byte[] id)
    {
        var isHex = text.Length is > 0 and <= 2048 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
        id = isHex ? Convert.FromHexString(text) : [];
        return isHex;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Passkey away from account {AccountId}: {Status}")]
    private static partial void LogRemoved(ILogger log, long accountId, RemovePasskeyStatus status);
}

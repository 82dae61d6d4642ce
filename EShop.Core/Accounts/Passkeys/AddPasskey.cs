using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.Passkeys;

public enum AddPasskeyStatus
{
    NoAccount = 1,

    /// <summary>Its owner was not asked recently enough.</summary>
    NotConfirmed = 2,
    InvalidName = 3,
    TryAgainShortly = 4,

    /// <summary>The challenge is older than five minutes, or was answered before.</summary>
    Expired = 5,

    /// <summary>Not a passkey for this shop, or one that is registered already.</summary>
    Refused = 6,
    TooMany = 7,
    Added = 8,
}

/// <param name="Proof">That its owner has just signed in or was just asked.</param>
/// <param name="Name">What its owner calls it, such as "My phone".</param>
public sealed record AddPasskeyRequest(long AccountId, string? Proof, string Name, PasskeyAnswer Answer);

/// <param name="Account">For a new session in place of this one: all others end.</param>
public sealed record AddPasskeyResult(AddPasskeyStatus Status, SignedInAccount? Account);

/// <summary>Keeps a passkey that the browser has made. The account's row is taken before they are counted, so that many
/// at once are no more than ten.</summary>
public sealed partial class AddPasskey(
    ShopStore store, TimedSeals seals, PasskeyCeremonies ceremonies, TimeProvider clock, ILogger<AddPasskey> log)
{
    public const int PerAccountMax = 10;
    public const int NameMax = 40;

    public async Task<AddPasskeyResult> ExecuteAsync(AddPasskeyRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogAdded(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<AddPasskeyResult> TryAsync(AddPasskeyRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var isThere = await store.ReadAsync(
            db => db.Set<Account>().AnyAsync(a => a.Id == request.AccountId, ct), ct);
        if (!isThere)
            return new AddPasskeyResult(AddPasskeyStatus.NoAccount, null);
        if (!seals.IsFresh(request.Proof, request.AccountId, isAdding: true, now))
            return new AddPasskeyResult(AddPasskeyStatus.NotConfirmed, null);
        var name = request.Name.Trim();
        if (name.Length is 0 or > NameMax || name.Any(char.IsControl))
            return new AddPasskeyResult(AddPasskeyStatus.InvalidName, null);
        var read = await ceremonies.ReadMadeAsync(request.AccountId, request.Answer, ct);
        if (read.Status != PasskeyReadStatus.Right)
            return new AddPasskeyResult(StatusOf(read.Status), null);
        try
        {
            var row = RowOf(request.AccountId, name, read.Passkey!, now);
            return await store.WriteAsync(db => WriteAsync(db, row, now, ct), ct);
        }
        catch (DbUpdateException failure) when (StoreErrors.IsDuplicate(failure))
        {
            return new AddPasskeyResult(AddPasskeyStatus.Refused, null);
        }
    }

    private static async Task<AddPasskeyResult> WriteAsync(
        ShopDbContext db, IdentityUserPasskey<long> row, DateTimeOffset now, CancellationToken ct)
    {
        // Sessions that were begun before end; and nobody else counts this account's passkeys until the commit.
        var stamp = RandomToken.New();
        await db.Set<Account>().Where(a => a.Id == row.UserId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp), ct);
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == row.UserId, ct);
        var count = await db.Set<IdentityUserPasskey<long>>().CountAsync(p => p.UserId == row.UserId, ct);
        if (account is null || count >= PerAccountMax)
        {
            db.Abandon();
            return new AddPasskeyResult(
                account is null ? AddPasskeyStatus.NoAccount : AddPasskeyStatus.TooMany, null);
        }

        db.Add(row);
        MailQueue.Add(db, now, FactorMails.PasskeyAdded(account));
        await db.SaveChangesAsync(ct);
        return new AddPasskeyResult(AddPasskeyStatus.Added, await AccountReads.SignedInAsync(db, account, ct));
    }

    private static IdentityUserPasskey<long> RowOf(
        long accountId, string name, UserPasskeyInfo made, DateTimeOffset now) => new()
        {
            UserId = accountId,
            CredentialId = made.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                CreatedAt = now,
                PublicKey = made.PublicKey,
                SignCount = made.SignCount,
                Transports = made.Transports,
                IsUserVerified = made.IsUserVerified,
                IsBackupEligible = made.IsBackupEligible,
                IsBackedUp = made.IsBackedUp,
                AttestationObject = made.AttestationObject,
                ClientDataJson = made.ClientDataJson,
            },
        };

    private static AddPasskeyStatus StatusOf(PasskeyReadStatus status) => status switch
    {
        PasskeyReadStatus.TryAgainShortly => AddPasskeyStatus.TryAgainShortly,
        PasskeyReadStatus.NotLive => AddPasskeyStatus.Expired,
        PasskeyReadStatus.Refused => AddPasskeyStatus.Refused,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "New passkey of account {AccountId}: {Status}")]
    private static partial void LogAdded(ILogger log, long accountId, AddPasskeyStatus status);
}

using EShop.Core.Mail;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum RenewRecoveryCodesStatus
{
    NoAccount = 1,

    /// <summary>Its owner was not asked again recently enough.</summary>
    NotConfirmed = 2,
    NotOn = 3,
    Renewed = 4,
}

public sealed record RenewRecoveryCodesRequest(long AccountId, string? Proof);

/// <param name="RecoveryCodes">Shown this once; the old ones are gone.</param>
public sealed record RenewRecoveryCodesResult(RenewRecoveryCodesStatus Status, IReadOnlyList<string> RecoveryCodes);

/// <summary>Ten new codes for when the phone is lost.</summary>
public sealed partial class RenewRecoveryCodes(
    ShopStore store, TimedSeals seals, TimeProvider clock, ILogger<RenewRecoveryCodes> log)
{
    public async Task<RenewRecoveryCodesResult> ExecuteAsync(RenewRecoveryCodesRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => WriteAsync(db, request, now, ct), ct);
        LogRenewed(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<RenewRecoveryCodesResult> WriteAsync(
        ShopDbContext db, RenewRecoveryCodesRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
        if (account is null)
            return new RenewRecoveryCodesResult(RenewRecoveryCodesStatus.NoAccount, []);
        if (!seals.IsFresh(request.Proof, account.Id, isAdding: false, now))
            return new RenewRecoveryCodesResult(RenewRecoveryCodesStatus.NotConfirmed, []);
        var codes = await AuthenticatorLedger.RenewCodesAsync(db, account.Id, now, ct);
        if (codes is null)
            return new RenewRecoveryCodesResult(RenewRecoveryCodesStatus.NotOn, []);
        MailQueue.Add(db, now, FactorMails.RecoveryCodesRenewed(account));
        return new RenewRecoveryCodesResult(RenewRecoveryCodesStatus.Renewed, codes);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Recovery codes of account {AccountId}: {Status}")]
    private static partial void LogRenewed(ILogger log, long accountId, RenewRecoveryCodesStatus status);
}

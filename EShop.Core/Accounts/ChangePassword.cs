using EShop.Core.Accounts.Passwords;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum ChangePasswordStatus
{
    NoAccount = 1,

    /// <summary>Too many wrong tries at the current password.</summary>
    Locked = 2,
    PasswordRefused = 3,
    Busy = 4,
    CurrentWrong = 5,
    Changed = 6,
}

public sealed record ChangePasswordRequest(long AccountId, string Current, string Password, NetworkAddress Network);

public sealed record ChangePasswordResult(
    ChangePasswordStatus Status, PasswordVerdict Password, SignedInAccount? Account);

/// <summary>Asks the current password and ends every other session.</summary>
public sealed partial class ChangePassword(
    ShopStore store, PasswordHashing hashing, SignInLimits limits, TimeProvider clock,
    ILogger<ChangePassword> log)
{
    public async Task<ChangePasswordResult> ExecuteAsync(ChangePasswordRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogChanged(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<ChangePasswordResult> TryAsync(
        ChangePasswordRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await store.ReadAsync(
            db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), ct);
        if (account is null)
            return Refused(ChangePasswordStatus.NoAccount);
        var email = EmailAddress.Parse(account.NormalizedEmail!);
        var verdict = PasswordPolicy.Judge(new PasswordCandidate(request.Password, email, account.DisplayName));
        if (verdict != PasswordVerdict.Accepted)
            return new ChangePasswordResult(ChangePasswordStatus.PasswordRefused, verdict, null);
        var subject = new SignInSubject(email.Value, request.Network, "change-password");
        if ((await limits.TakeAsync(subject, now, ct)).Status is not null)
            return Refused(ChangePasswordStatus.Locked);
        var check = await hashing.CheckAsync(new PasswordToCheck(account.PasswordHash, request.Current), ct);
        if (check is PasswordCheck.Wrong)
            return Refused(ChangePasswordStatus.CurrentWrong);
        var hash = check is PasswordCheck.Busy ? null : await hashing.HashAsync(request.Password, ct);
        if (hash is null)
            return Refused(ChangePasswordStatus.Busy);
        await limits.ForgetAsync(subject, ct);
        var signedIn = await store.WriteAsync(db => WriteAsync(db, account, hash, now, ct), ct);
        return signedIn is null
            ? Refused(ChangePasswordStatus.CurrentWrong)
            : new ChangePasswordResult(ChangePasswordStatus.Changed, verdict, signedIn);
    }

    /// <summary>Guarded by the hash that was checked: of two changes at once the second one's "current" is
    /// wrong.</summary>
    private static async Task<SignedInAccount?> WriteAsync(
        ShopDbContext db, Account seen, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var account = await db.Set<Account>()
            .SingleOrDefaultAsync(a => a.Id == seen.Id && a.PasswordHash == seen.PasswordHash, ct);
        if (account is null)
            return null;
        account.PasswordHash = hash;
        account.IsPasswordOneTime = false;
        account.SecurityStamp = RandomToken.New();
        var reader = new MailReader(EmailAddress.Parse(account.NormalizedEmail!), account.Culture);
        MailQueue.Add(db, now, AccountMails.PasswordChanged(reader));
        return await AccountReads.SignedInAsync(db, account, ct);
    }

    private static ChangePasswordResult Refused(ChangePasswordStatus status) =>
        new(status, PasswordVerdict.Accepted, null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Password change of account {AccountId}: {Status}")]
    private static partial void LogChanged(ILogger log, long accountId, ChangePasswordStatus status);
}

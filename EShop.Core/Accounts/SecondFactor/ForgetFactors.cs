using EShop.Core.Audit;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum ForgetFactorsStatus
{
    InvalidEmail = 1,
    NoAccount = 2,

    /// <summary>It has no second factor; nothing was changed.</summary>
    NoFactors = 3,
    Forgotten = 4,
}

/// <param name="Email">As typed.</param>
public sealed record ForgetFactorsRequest(string Email);

/// <summary>Takes every second factor of an account away, ends its sessions and tells its owner by mail: the way back
/// for who lost phone, passkeys and recovery codes. Only from the command line, by who owns the machine (decision 18);
/// the password is asked for as before, and staff enrols again before it manages anything.</summary>
public sealed partial class ForgetFactors(ShopStore store, TimeProvider clock, ILogger<ForgetFactors> log)
{
    public async Task<ForgetFactorsStatus> ExecuteAsync(ForgetFactorsRequest request, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(request.Email, out var email)) return ForgetFactorsStatus.InvalidEmail;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(db => WriteAsync(db, email, now, ct), ct);
    }

    private async Task<ForgetFactorsStatus> WriteAsync(
        ShopDbContext db, EmailAddress email, DateTimeOffset now, CancellationToken ct)
    {
        var account = await AccountReads.FindAsync(db, email, ct);
        if (account is null) return ForgetFactorsStatus.NoAccount;
        var hadAuthenticator = await AuthenticatorLedger.RemoveAsync(db, account.Id, ct);
        var passkeys = await db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == account.Id)
            .ExecuteDeleteAsync(ct);
        if (!hadAuthenticator && passkeys == 0) return ForgetFactorsStatus.NoFactors;
        account.SecurityStamp = RandomToken.New();
        if (hadAuthenticator) MailQueue.Add(db, now, FactorMails.AuthenticatorOff(account));
        if (passkeys > 0) MailQueue.Add(db, now, FactorMails.PasskeyRemoved(account));
        StaffTrail.Add(db, now, account.Id, "factors.forget", $"account {account.Id}",
            $"authenticator {(hadAuthenticator ? 1 : 0)}, passkeys {passkeys}", "none");
        LogForgotten(log, account.Id, passkeys);
        return ForgetFactorsStatus.Forgotten;
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Second factors of account {AccountId} forgotten from the command line, {Passkeys} passkeys")]
    private static partial void LogForgotten(ILogger log, long accountId, int passkeys);
}

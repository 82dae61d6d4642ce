using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.SecondFactor;

public enum ConfirmAuthenticatorStatus
{
    NoAccount = 1,

    /// <summary>The key was made more than half an hour ago, or for somebody else.</summary>
    SetupExpired = 2,
    AlreadyOn = 3,
    TooMany = 4,
    CodeWrong = 5,
    On = 6,
}

/// <param name="Setup">From <see cref="BeginAuthenticator"/>, which gives it only to who was asked.</param>
/// <param name="Code">The first code of the app: it has the right key, and its clock is right.</param>
public sealed record ConfirmAuthenticatorRequest(long AccountId, string? Setup, string Code);

/// <param name="Account">For a new session in place of this one: all others end.</param>
/// <param name="RecoveryCodes">Shown this once.</param>
public sealed record ConfirmAuthenticatorResult(
    ConfirmAuthenticatorStatus Status, SignedInAccount? Account, IReadOnlyList<string> RecoveryCodes,
    TimeSpan RetryAfter)
{
    internal static ConfirmAuthenticatorResult Refused(
        ConfirmAuthenticatorStatus status, TimeSpan retryAfter = default) => new(status, null, [], retryAfter);
}

/// <summary>Turns the second step on. Of two at once the primary key lets one through.</summary>
public sealed partial class ConfirmAuthenticator(
    ShopStore store, TimedSeals seals, SecondStepLimits limits, TimeProvider clock,
    ILogger<ConfirmAuthenticator> log)
{
    public async Task<ConfirmAuthenticatorResult> ExecuteAsync(
        ConfirmAuthenticatorRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogConfirmed(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<ConfirmAuthenticatorResult> TryAsync(
        ConfirmAuthenticatorRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var (account, isOn) = await store.ReadAsync(
            async db => (
                await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct),
                await db.Set<Authenticator>().AnyAsync(a => a.AccountId == request.AccountId, ct)),
            ct);
        if (account is null)
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.NoAccount);
        if (seals.Open(SealKind.Setup, request.Setup, now) is not { } setup || setup.AccountId != account.Id)
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.SetupExpired);
        if (isOn)
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.AlreadyOn);
        var limit = await limits.TakeAsync(account, now, ct);
        if (limit.RetryAfter is { } wait)
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.TooMany, wait);
        if (Totp.StepOf(TypedText.Plain(request.Code), Convert.FromHexString(setup.Text), now) is not { } step)
        {
            await limits.CountWrongAsync(limit, account.Id, now, ct);
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.CodeWrong);
        }

        await limits.ForgetAsync(account.Id, ct);
        var sealedKey = seals.Seal(setup with { Kind = SealKind.Key }, now);
        return await WriteAsync(new Authenticator(account.Id, sealedKey, step, now), now, ct);
    }

    private async Task<ConfirmAuthenticatorResult> WriteAsync(
        Authenticator made, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(
                async db =>
                {
                    var account = await db.Set<Account>().SingleAsync(a => a.Id == made.AccountId, ct);
                    db.Add(made);
                    var codes = AuthenticatorLedger.AddCodes(db, account.Id);
                    // Sessions that were begun without the second step end.
                    account.SecurityStamp = RandomToken.New();
                    MailQueue.Add(db, now, FactorMails.AuthenticatorOn(account));
                    await db.SaveChangesAsync(ct);
                    var signedIn = await AccountReads.SignedInAsync(db, account, ct);
                    return new ConfirmAuthenticatorResult(
                        ConfirmAuthenticatorStatus.On, signedIn, codes, TimeSpan.Zero);
                },
                ct);
        }
        catch (DbUpdateException failure) when (StoreErrors.IsDuplicate(failure))
        {
            return ConfirmAuthenticatorResult.Refused(ConfirmAuthenticatorStatus.AlreadyOn);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Authenticator of account {AccountId}: {Status}")]
    private static partial void LogConfirmed(ILogger log, long accountId, ConfirmAuthenticatorStatus status);
}

using EShop.Core.Accounts.Passwords;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum SignInStatus
{
    TooManyFromNetwork = 1,

    /// <summary>Too many wrong passwords for this address, whether it has an account or not.</summary>
    Locked = 2,
    Busy = 3,

    /// <summary>Unknown address and wrong password are one answer, after the same work.</summary>
    Wrong = 4,

    /// <summary>The password is right; a code or a passkey has to follow.</summary>
    SecondStep = 5,
    SignedIn = 6,
}

/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="Network">Counted apart from the address (abuse 4).</param>
/// <param name="KnownDevice">A token that this browser got when it signed in to this account before, or null. Its tries
/// are counted apart, so that strangers' tries do not lock the owner out.</param>
public sealed record SignInRequest(string Email, string Password, NetworkAddress Network, string? KnownDevice);

public sealed record SignInResult(SignInStatus Status, SignedInAccount? Account, TimeSpan RetryAfter)
{
    /// <summary>What has to follow a right password; else null.</summary>
    public SecondStep? Step { get; init; }

    /// <summary>Says that its owner has just signed in; empty when it is so far only half true.</summary>
    public string Proof { get; init; } = "";

    internal static SignInResult Refused(SignInStatus status, TimeSpan retryAfter = default) =>
        new(status, null, retryAfter);
}

/// <summary>Checks a password. A try is counted before it is checked, so that many at once are no more tries.</summary>
public sealed partial class SignIn(
    ShopStore store, PasswordHashing hashing, SignInLimits limits, TimedSeals seals, TimeProvider clock,
    ILogger<SignIn> log)
{
    public async Task<SignInResult> ExecuteAsync(SignInRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogSignIn(log, result.Account?.Id ?? 0, result.Status);
        return result;
    }

    private async Task<SignInResult> TryAsync(SignInRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        var subject = new SignInSubject(isAddress ? email.Value : "none", request.Network, request.KnownDevice);
        var limit = await limits.TakeAsync(subject, now, ct);
        if (limit.Status is not null)
            return SignInResult.Refused(limit.Status.Value, limit.RetryAfter);
        var account = isAddress
            ? await store.ReadAsync(db => AccountReads.FindAsync(db, email, ct), ct)
            : null;
        // Counted in the account's own row while Redis is away. An unknown address has none, so a locked one must look
        // like a wrong password, and take as long (abuse 3).
        var isOpen = limit.IsCounted || !(account?.LockoutEnd > now);
        var password = request.Password.Length > PasswordPolicy.LengthMax * 2 ? "" : request.Password;
        var check = await hashing.CheckAsync(new PasswordToCheck(isOpen ? account?.PasswordHash : null, password), ct);
        switch (check)
        {
            case PasswordCheck.Busy:
                return SignInResult.Refused(SignInStatus.Busy);
            case PasswordCheck.Wrong:
                if (account is not null && isOpen && !limit.IsCounted)
                    await SignInLimits.CountInRowAsync(store, account.Id, now, ct);
                return SignInResult.Refused(SignInStatus.Wrong);
            case PasswordCheck.RightButWeak:
                await RenewHashAsync(account!, password, ct);
                break;
            case PasswordCheck.Right:
                break;
            default:
                throw new InvalidOperationException("Unknown password check.");
        }

        await limits.ForgetAsync(subject, ct);
        return await LetInAsync(account!, now, ct);
    }

    private async Task<SignInResult> LetInAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        var factors = await store.ReadAsync(db => Factors.OfAsync(db, account.Id, ct), ct);
        if (SecondStep.Of(account, factors, seals, now) is { } step)
            return new SignInResult(SignInStatus.SecondStep, null, TimeSpan.Zero) { Step = step };
        var signedIn = AccountReads.SignedIn(account, factors);
        return new SignInResult(SignInStatus.SignedIn, signedIn, TimeSpan.Zero)
        {
            Proof = seals.Seal(new SealedNote(SealKind.SignedIn, account.Id, ""), now),
        };
    }

    /// <summary>Guarded by the old hash: a password changed meanwhile is not overwritten. When the gate is full, the
    /// next sign-in renews it.</summary>
    private async Task RenewHashAsync(Account account, string password, CancellationToken ct)
    {
        var hash = await hashing.HashAsync(password, ct);
        if (hash is null)
            return;
        await store.WriteAsync(
            db => db.Set<Account>().Where(a => a.Id == account.Id && a.PasswordHash == account.PasswordHash)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash), ct),
            ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in of account {AccountId}: {Status}")]
    private static partial void LogSignIn(ILogger log, long accountId, SignInStatus status);
}

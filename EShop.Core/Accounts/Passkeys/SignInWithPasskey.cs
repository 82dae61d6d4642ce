using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts.Passkeys;

public enum SignInWithPasskeyStatus
{
    TryAgainShortly = 1,

    /// <summary>The challenge is older than five minutes, or was answered before.</summary>
    Expired = 2,

    /// <summary>Not a passkey of any account here, or a copied one: the same answer.</summary>
    Refused = 3,
    SignedIn = 4,
}

/// <param name="Email">To remember the browser by.</param>
/// <param name="Proof">Says that its owner has just signed in.</param>
public sealed record SignInWithPasskeyResult(
    SignInWithPasskeyStatus Status, SignedInAccount? Account, string Email, string Proof);

/// <summary>Signs in by passkey alone: the device has asked for a finger, a face or a number, so it is two factors in
/// one, and no code follows.</summary>
public sealed partial class SignInWithPasskey(
    ShopStore store, TimedSeals seals, PasskeyCeremonies ceremonies, TimeProvider clock,
    ILogger<SignInWithPasskey> log)
{
    public async Task<SignInWithPasskeyResult> ExecuteAsync(PasskeyAnswer request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogSignIn(log, result.Account?.Id ?? 0, result.Status);
        return result;
    }

    private async Task<SignInWithPasskeyResult> TryAsync(
        PasskeyAnswer request, DateTimeOffset now, CancellationToken ct)
    {
        var read = await ceremonies.ReadShownAsync(accountId: 0, request, ct);
        if (read.Status != PasskeyReadStatus.Right)
            return Refused(StatusOf(read.Status));
        var account = read.Account!;
        var signedIn = await store.WriteAsync(
            async db => await PasskeyLedger.UseAsync(db, account.Id, read.Passkey!, ct)
                ? await AccountReads.SignedInAsync(db, account, ct)
                : null,
            ct);
        return signedIn is null
            ? Refused(SignInWithPasskeyStatus.Refused)
            : new SignInWithPasskeyResult(
                SignInWithPasskeyStatus.SignedIn, signedIn, account.NormalizedEmail!,
                seals.Seal(new SealedNote(SealKind.SignedIn, account.Id, ""), now));
    }

    private static SignInWithPasskeyResult Refused(SignInWithPasskeyStatus status) => new(status, null, "", "");

    private static SignInWithPasskeyStatus StatusOf(PasskeyReadStatus status) => status switch
    {
        PasskeyReadStatus.TryAgainShortly => SignInWithPasskeyStatus.TryAgainShortly,
        PasskeyReadStatus.NotLive => SignInWithPasskeyStatus.Expired,
        PasskeyReadStatus.Refused => SignInWithPasskeyStatus.Refused,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in by passkey of account {AccountId}: {Status}")]
    private static partial void LogSignIn(ILogger log, long accountId, SignInWithPasskeyStatus status);
}

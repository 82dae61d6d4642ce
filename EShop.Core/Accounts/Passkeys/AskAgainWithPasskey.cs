using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Storage;

namespace EShop.Core.Accounts.Passkeys;

public enum AskAgainWithPasskeyStatus
{
    TryAgainShortly = 1,

    /// <summary>The challenge is older than five minutes, or was answered before.</summary>
    Expired = 2,
    Refused = 3,
    Confirmed = 4,
}

/// <param name="AccountId">Who is signed in: only a passkey of theirs will do.</param>
public sealed record AskAgainWithPasskeyRequest(long AccountId, PasskeyAnswer Answer);

/// <param name="Proof">With it factors can be added and taken away for five minutes.</param>
public sealed record AskAgainWithPasskeyResult(AskAgainWithPasskeyStatus Status, string Proof);

/// <summary>Instead of the password.</summary>
public sealed class AskAgainWithPasskey(
    ShopStore store, TimedSeals seals, PasskeyCeremonies ceremonies, TimeProvider clock)
{
    public async Task<AskAgainWithPasskeyResult> ExecuteAsync(
        AskAgainWithPasskeyRequest request, CancellationToken ct)
    {
        var read = await ceremonies.ReadShownAsync(request.AccountId, request.Answer, ct);
        if (read.Status != PasskeyReadStatus.Right)
            return new AskAgainWithPasskeyResult(StatusOf(read.Status), "");
        if (!await store.WriteAsync(db => PasskeyLedger.UseAsync(db, request.AccountId, read.Passkey!, ct), ct))
            return new AskAgainWithPasskeyResult(AskAgainWithPasskeyStatus.Refused, "");
        return new AskAgainWithPasskeyResult(
            AskAgainWithPasskeyStatus.Confirmed,
            seals.Seal(new SealedNote(SealKind.AskedAgain, request.AccountId, ""), clock.GetUtcNow()));
    }

    private static AskAgainWithPasskeyStatus StatusOf(PasskeyReadStatus status) => status switch
    {
        PasskeyReadStatus.TryAgainShortly => AskAgainWithPasskeyStatus.TryAgainShortly,
        PasskeyReadStatus.NotLive => AskAgainWithPasskeyStatus.Expired,
        PasskeyReadStatus.Refused => AskAgainWithPasskeyStatus.Refused,
        _ => throw new InvalidOperationException("Not a refusal."),
    };
}

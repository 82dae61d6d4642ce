using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts.SecondFactor;

public enum BeginAuthenticatorStatus
{
    NoAccount = 1,
    AlreadyOn = 2,

    /// <summary>Its owner was not asked recently enough.</summary>
    NotConfirmed = 3,
    Begun = 4,
}

/// <param name="Proof">That its owner has just signed in or was just asked.</param>
/// <param name="Setup">Of an earlier beginning whose first code was wrong: its key is shown again. Else null.</param>
public sealed record BeginAuthenticatorRequest(long AccountId, string? Proof, string? Setup);

/// <param name="Setup">Sealed; sent back with the first code. Nothing is stored until then.</param>
/// <param name="Key">To be typed into the app, in groups of four.</param>
/// <param name="Address">The same for the app's camera: what the QR code says.</param>
public sealed record BeginAuthenticatorResult(
    BeginAuthenticatorStatus Status, string Setup, string Key, string Address);

/// <summary>Makes the key that shop and app will share.</summary>
public sealed class BeginAuthenticator(ShopStore store, TimedSeals seals, TimeProvider clock)
{
    private const string Issuer = "EShop";
    private const int GroupLength = 4;

    public async Task<BeginAuthenticatorResult> ExecuteAsync(BeginAuthenticatorRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (account, isOn) = await store.ReadAsync(
            async db => (
                await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct),
                await db.Set<Authenticator>().AnyAsync(a => a.AccountId == request.AccountId, ct)),
            ct);
        if (account is null)
            return Refused(BeginAuthenticatorStatus.NoAccount);
        if (isOn)
            return Refused(BeginAuthenticatorStatus.AlreadyOn);
        var earlier = seals.Open(SealKind.Setup, request.Setup, now);
        var isAgain = earlier?.AccountId == account.Id;
        if (!isAgain && !seals.IsFresh(request.Proof, account.Id, isAdding: true, now))
            return Refused(BeginAuthenticatorStatus.NotConfirmed);
        var note = isAgain
            ? earlier!
            : new SealedNote(SealKind.Setup, account.Id, Convert.ToHexStringLower(Totp.NewKey()));
        var key = Base32.Encode(Convert.FromHexString(note.Text));
        return new BeginAuthenticatorResult(
            BeginAuthenticatorStatus.Begun,
            isAgain ? request.Setup! : seals.Seal(note, now),
            string.Join(' ', key.Chunk(GroupLength).Select(group => new string(group))),
            AddressOf(EmailAddress.Parse(account.NormalizedEmail!), key));
    }

    private static BeginAuthenticatorResult Refused(BeginAuthenticatorStatus status) => new(status, "", "", "");

    private static string AddressOf(EmailAddress email, string key) =>
        $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(email.Value)}?secret={key}&issuer={Issuer}"
        + $"&algorithm=SHA1&digits={Totp.Digits}&period={(int)Totp.Period.TotalSeconds}";
}

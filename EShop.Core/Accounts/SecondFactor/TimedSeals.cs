using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace EShop.Core.Accounts.SecondFactor;

internal enum SealKind
{
    /// <summary>A key that waits to be confirmed by its first code.</summary>
    Setup = 1,

    /// <summary>The password was right; the second step is still to come.</summary>
    SecondStep = 2,

    /// <summary>Signed in a moment ago: enough to add a factor.</summary>
    SignedIn = 3,

    /// <summary>Asked again a moment ago: enough to take a factor away.</summary>
    AskedAgain = 4,

    /// <summary>The key of an authenticator in its row, for good.</summary>
    Key = 5,
}

/// <param name="Kind">A note of one kind is no note of another.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Text">What it says besides.</param>
internal sealed record SealedNote(SealKind Kind, long AccountId, string Text);

/// <summary>Notes that the shop gives out and reads again later: nobody else can read, change or make them, on any
/// node.</summary>
public sealed class TimedSeals(IDataProtectionProvider protection)
{
    private static readonly TimeSpan SetupLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan StepLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AskedLife = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _seal = protection.CreateProtector("EShop.SecondFactor.v1");

    internal string Seal(SealedNote note, DateTimeOffset now)
    {
        var expires = LifeOf(note.Kind) is { } life ? (now + life).ToUnixTimeMilliseconds() : long.MaxValue;
        return _seal.Protect(string.Create(
            CultureInfo.InvariantCulture, $"{note.Kind}\n{note.AccountId}\n{expires}\n{note.Text}"));
    }

    /// <summary>Null when it is of another kind, has expired, or was not sealed by this shop.</summary>
    internal SealedNote? Open(SealKind kind, string? sealedText, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(sealedText)) return null;
        try
        {
            var parts = _seal.Unprotect(sealedText).Split('\n', 4);
            return parts is [var name, var account, var expires, var text] && name == kind.ToString()
                && long.Parse(expires, CultureInfo.InvariantCulture) > now.ToUnixTimeMilliseconds()
                ? new SealedNote(kind, long.Parse(account, CultureInfo.InvariantCulture), text)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether its owner was asked recently enough: to add a factor, signing in will do.</summary>
    internal bool IsFresh(string? proof, long accountId, bool isAdding, DateTimeOffset now) =>
        Open(SealKind.AskedAgain, proof, now)?.AccountId == accountId
        || (isAdding && Open(SealKind.SignedIn, proof, now)?.AccountId == accountId);

    private static TimeSpan? LifeOf(SealKind kind) => kind switch
    {
        SealKind.Setup => SetupLife,
        SealKind.SecondStep or SealKind.SignedIn => StepLife,
        SealKind.AskedAgain => AskedLife,
        SealKind.Key => null,
        _ => throw new InvalidOperationException("Unknown kind of note."),
    };
}

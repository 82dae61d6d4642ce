using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NSec.Cryptography;

namespace EShop.Core.Accounts.Passwords;

/// <summary>
/// One Argon2id hash as the PHC string <c>$argon2id$v=19$m=47104,t=2,p=1$salt$tag</c>. libsodium fixes p at 1. The
/// password is hashed as the bytes it came in: not trimmed, not normalised, not cut (ASVS 6.2.8).
/// </summary>
internal sealed partial record Argon2Hash(Argon2Cost Cost, byte[] Salt, byte[] Tag)
{
    private const int SaltLength = 16;
    private const int TagLength = 32;

    /// <summary>Of "self-test" with a salt of zeros, 8 KiB and one pass; other implementations agree.</summary>
    private const string SelfTestTag = "1e703401f8c73449050f618a4506848184341139dd68c4aef3b19bc365387cda";

    private static readonly Lazy<string> SelfTest = new(TestItself);

    public static Argon2Hash Create(string password, Argon2Cost cost)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new Argon2Hash(cost, salt, Derive(password, cost, salt));
    }

    /// <summary>A hash that no password has, of the same cost: checking against it takes as long as a real
    /// check.</summary>
    public static Argon2Hash CreateUnmatchable(Argon2Cost cost) =>
        new(cost, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(TagLength));

    public static bool TryParse(string text, [NotNullWhen(true)] out Argon2Hash? hash)
    {
        hash = null;
        var match = Phc().Match(text);
        if (!match.Success)
            return false;
        var cost = new Argon2Cost(Number(match.Groups["m"]), Number(match.Groups["t"]));
        var salt = FromBase64(match.Groups["salt"].Value);
        var tag = FromBase64(match.Groups["tag"].Value);
        if (salt is not { Length: SaltLength } || tag is not { Length: TagLength })
            return false;
        hash = new Argon2Hash(cost, salt, tag);
        return true;
    }

    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, Cost, Salt), Tag);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={Cost.MemoryKib},t={Cost.Passes},p=1${ToBase64(Salt)}${ToBase64(Tag)}");

    /// <summary>The native library makes what the specification says, or why not. Tried once, so that a start fails
    /// loudly, not a sign-in.</summary>
    public static bool IsAvailable(out string reason)
    {
        reason = SelfTest.Value;
        return reason.Length == 0;
    }

    private static string TestItself()
    {
        try
        {
            var tag = Derive("self-test", new Argon2Cost(MemoryKib: 8, Passes: 1), new byte[SaltLength]);
            return Convert.ToHexStringLower(tag) == SelfTestTag ? "" : "libsodium gives a wrong hash";
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException
            or PlatformNotSupportedException or InvalidOperationException or EntryPointNotFoundException)
        {
            return failure.GetBaseException().Message;
        }
    }

    private static byte[] Derive(string password, Argon2Cost cost, byte[] salt)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
        {
            DegreeOfParallelism = 1, MemorySize = cost.MemoryKib, NumberOfPasses = cost.Passes,
        });
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return algorithm.DeriveBytes(bytes, salt, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static int Number(Group digits) =>
        int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? FromBase64(string text)
    {
        var padded = text + new string('=', (4 - text.Length % 4) % 4);
        var bytes = new byte[64];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }

    [GeneratedRegex(@"\A\$argon2id\$v=19\$m=(?<m>[0-9]{1,6}),t=(?<t>[0-9]{1,2}),p=1" +
        @"\$(?<salt>[A-Za-z0-9+/]{22})\$(?<tag>[A-Za-z0-9+/]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Phc();
}

internal readonly record struct Argon2Cost(int MemoryKib, int Passes)
{
    public bool IsBelow(Argon2Cost wanted) => MemoryKib < wanted.MemoryKib || Passes < wanted.Passes;
}

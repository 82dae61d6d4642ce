using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>
/// Codes of authenticator apps (RFC 6238: SHA-1, 30 s, six digits, which every app understands). Identity's provider
/// says only yes or no and accepts a code as often as it is sent; here the step that a code belongs to is known, so
/// that it can be used up.
/// </summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int KeyLength = 20;

    // A phone's clock may be half a minute off, in either direction.
    private const int StepsOff = 1;
    private const int CodeMax = 1_000_000;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    public static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Period.TotalSeconds;

    public static string CodeAt(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238: as an HMAC it is not weakened by collisions, and most apps know no other.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7fffffff;
        return (number % CodeMax).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The newest step around now whose code was typed, or null. All are compared, in constant time.</summary>
    public static long? StepOf(string typed, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        var bytes = Encoding.UTF8.GetBytes(typed);
        long? found = null;
        var step = StepOf(now);
        for (var each = step - StepsOff; each <= step + StepsOff; each++)
        {
            if (CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(CodeAt(key, each))))
                found = each;
        }
        return found;
    }
}

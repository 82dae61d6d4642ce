using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace EShop.Tests.Support;

/// <summary>The app on a phone: given the key that a page shows, it shows codes (RFC 6238). It shares no line with the
/// shop's own arithmetic.</summary>
internal sealed class AuthenticatorApp(string typedKey)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly byte[] _key = Decode(typedKey);

    public string CodeAt(DateTimeOffset moment)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, moment.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // what RFC 6238 says
        var hash = HMACSHA1.HashData(_key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[19] & 15)) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>Of the next half minute: one that was not used for the enrolment a moment ago, and is good already.
    /// </summary>
    public string NextCode() => CodeAt(TimeProvider.System.GetUtcNow().AddSeconds(30));

    private static byte[] Decode(string typed)
    {
        var bits = string.Concat(typed.Where(sign => sign != ' ')
            .Select(sign => Convert.ToString(Base32.IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(bit => bit.Length == 8).Select(bit => Convert.ToByte(new string(bit), 2))];
    }
}

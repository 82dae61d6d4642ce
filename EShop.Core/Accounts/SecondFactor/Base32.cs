using System.Text;

namespace EShop.Core.Accounts.SecondFactor;

/// <summary>RFC 4648 without padding: how authenticator apps take a key that is typed.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bits = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (held, count) = (0, 0);
        foreach (var each in bytes)
        {
            held = held << 8 | each;
            count += 8;
            while (count >= Bits)
            {
                count -= Bits;
                text.Append(Alphabet[held >> count & 31]);
            }
            held &= (1 << count) - 1;
        }
        if (count > 0) text.Append(Alphabet[held << (Bits - count) & 31]);
        return text.ToString();
    }
}

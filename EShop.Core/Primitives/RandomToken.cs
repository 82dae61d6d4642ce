using System.Security.Cryptography;

namespace EShop.Core.Primitives;

/// <summary>128 random bits as 32 hex digits: an id that nobody can guess.</summary>
public static class RandomToken
{
    public const int Length = 32;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));

    public static bool IsOne(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}

using System.Buffers;
using System.Security.Cryptography;

namespace EShop.Core.Primitives;

/// <summary>
/// The number of an order, made before anything is written (S10): <c>yyMMdd-XXXXXXXXXXXXX</c>, the day in UTC and
/// thirteen random symbols of Crockford's base 32 (65 bits), so that numbers can be read out and not be guessed.
/// </summary>
public readonly record struct OrderNumber
{
    public const int Length = DayLength + 1 + RandomLength;
    private const int DayLength = 6, RandomLength = 13;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly SearchValues<char> Symbols = SearchValues.Create(Alphabet);

    private OrderNumber(string text) => Text = text;

    public string Text { get; }

    public static OrderNumber New(DateTimeOffset now) =>
        new($"{now.UtcDateTime:yyMMdd}-{RandomNumberGenerator.GetString(Alphabet, RandomLength)}");

    /// <summary>Reads a number as a person may write it (lower case, blanks around); false for anything else.</summary>
    public static bool TryParse(string? text, out OrderNumber number)
    {
        var candidate = text?.Trim().ToUpperInvariant() ?? "";
        var isOne = candidate.Length == Length && candidate[DayLength] == '-'
            && candidate.AsSpan(0, DayLength).IndexOfAnyExceptInRange('0', '9') < 0
            && candidate.AsSpan(DayLength + 1).IndexOfAnyExcept(Symbols) < 0;
        number = isOne ? new OrderNumber(candidate) : default;
        return isOne;
    }

    /// <summary>A number that was read from our own rows; anything else is a bug.</summary>
    internal static OrderNumber Stored(string text) => TryParse(text, out var number)
        ? number
        : throw new FormatException($"'{text}' in the store is not an order number.");

    public override string ToString() => Text;
}

using System.Text.RegularExpressions;
using EShop.Core.Primitives;

namespace EShop.Core.Objects;

/// <summary>
/// The name of a stored object: small letters, digits and dashes in up to six segments, with the ending of a
/// type we serve. It can therefore be a file name on any disk, a key in any bucket and a path in any address.
/// </summary>
public readonly partial record struct ObjectKey
{
    public const int LengthMax = 160;

    private readonly string? _value;

    private ObjectKey(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty object key was used.");

    /// <summary>Follows from the ending, never from what a visitor claimed.</summary>
    public string ContentType => Value[(Value.LastIndexOf('.') + 1)..] switch
    {
        "webp" => "image/webp",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        var ending => throw new InvalidOperationException($"No content type for the ending '{ending}'."),
    };

    public static bool TryParse(string? text, out ObjectKey key)
    {
        var right = text is { Length: <= LengthMax } && Shape().IsMatch(text);
        key = right ? new ObjectKey(text!) : default;
        return right;
    }

    public static ObjectKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("This is not an object key.");

    /// <summary>128 random bits as hex: nobody can guess the name of another's object.</summary>
    public static string NewName() => RandomToken.New();

    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63}){1,5}\.(webp|png|jpg)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

using System.Security.Cryptography;
using System.Text;

namespace EShop.Web.Api;

/// <summary>The key that a client gives to each write of its own making: sent again, the same key gets the same answer
/// (abuse 51).</summary>
internal readonly record struct IdempotencyKey(string Text)
{
    public const string Header = "Idempotency-Key";

    private const int LengthMax = 64;

    /// <summary>Why the key is refused; null: it is one.</summary>
    public static Refusal? Read(string? header, out IdempotencyKey key)
    {
        key = new IdempotencyKey(header ?? "");
        if (key.Text.Length == 0) return new Refusal(Problems.KeyMissing);
        return key.Text.Length <= LengthMax && key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? null
            : new Refusal(Problems.KeyMalformed);
    }

    /// <summary>The key as use cases take it; never one that a page has made.</summary>
    public Guid ToGuid() => new(SHA256.HashData(Encoding.UTF8.GetBytes($"api\n{Text}")).AsSpan(0, 16));
}

using System.Security.Cryptography;
using System.Text;

namespace EShop.Tests.Payments.Gateways;

/// <summary>Alipay's "RSA2": the fields in order of their names as <c>name=value&amp;…</c>, signed with RSA and
/// SHA-256, in base 64.</summary>
internal static class Rsa2
{
    public static string Sign(RSA key, string text) => Convert.ToBase64String(
        key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static bool IsSigned(RSA key, string text, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length) && key.VerifyData(
            Encoding.UTF8.GetBytes(text), bytes.AsSpan(0, length), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
    }

    public static string TextOf(IReadOnlyDictionary<string, string> fields, params string[] without) =>
        string.Join('&', fields.Where(f => f.Value.Length > 0 && !without.Contains(f.Key))
            .OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));

    /// <summary>The fields of a form; null when one is there twice: then nobody knows which is signed.</summary>
    public static Dictionary<string, string>? FieldsOf(string form)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Decoded(parts[0]);
            if (!fields.TryAdd(name, parts.Length == 2 ? Decoded(parts[1]) : "")) return null;
        }

        return fields;
    }

    public static string FormOf(IReadOnlyDictionary<string, string> fields) => string.Join('&',
        fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

using System.Security.Cryptography;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>Signs the sandbox's callbacks: HMAC-SHA256 over the body as it is sent, in lower-case hex.</summary>
internal sealed class SandboxSigner(IOptions<PaymentOptions> options, IOptions<ShopOptions> shop)
{
    private readonly Lazy<byte[]> _key = new(() => KeyOf(options.Value, shop.Value));

    public string Sign(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, body));

    public bool IsSigned(ReadOnlySpan<byte> body, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.Length == 2 * given.Length
            && Convert.FromHexString(signature, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key.Value, body), given);
    }

    private static byte[] KeyOf(PaymentOptions options, ShopOptions shop)
    {
        if (options.SandboxSecret is { } secret) return System.Text.Encoding.UTF8.GetBytes(secret);
        var file = Path.Combine(Directory.CreateDirectory(shop.DataFolder).FullName, "sandbox.key");
        if (!File.Exists(file))
        {
            // Written aside and moved, so that a process that dies in between leaves no half key.
            var fresh = $"{file}.{RandomToken.New()}";
            File.WriteAllText(fresh, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            File.Move(fresh, file, overwrite: true);
        }

        return Convert.FromHexString(File.ReadAllText(file));
    }
}

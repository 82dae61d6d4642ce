using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EShop.Core.Accounts.Passkeys;

namespace EShop.Tests.Support;

/// <summary>A device that holds one passkey (WebAuthn level 3, ES256), as far as a browser would pass it on.</summary>
internal sealed class SoftDevice : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _userHandle = "";

    public static PasskeySite Site { get; } = new("shop.test", "https://shop.test");

    /// <summary>How often it was used: a real one counts up.</summary>
    public uint Count { get; set; }

    /// <summary>False: nobody's finger was asked for.</summary>
    public bool AsksItsUser { get; set; } = true;

    /// <summary>Where its browser believes to be.</summary>
    public string Origin { get; set; } = Site.Origin;

    public PasskeyAnswer Make(PasskeyChallenge challenge)
    {
        using var options = JsonDocument.Parse(challenge.OptionsJson);
        _userHandle = options.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var data = ClientData("webauthn.create", options);
        byte[] authenticator =
            [.. Head(WithKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. PublicKey()];
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8,
            0x58, (byte)authenticator.Length, .. authenticator,
        ];
        return Answer(challenge, new
        {
            clientDataJSON = Text(data), attestationObject = Text(attestation), transports = new[] { "internal" },
        });
    }

    public PasskeyAnswer Show(PasskeyChallenge challenge)
    {
        using var options = JsonDocument.Parse(challenge.OptionsJson);
        var data = ClientData("webauthn.get", options);
        var authenticator = Head(0);
        byte[] signed = [.. authenticator, .. SHA256.HashData(data)];
        var signature = _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(challenge, new
        {
            clientDataJSON = Text(data), authenticatorData = Text(authenticator), signature = Text(signature),
            userHandle = _userHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private PasskeyAnswer Answer(PasskeyChallenge challenge, object response) => new(
        challenge.Id,
        JsonSerializer.Serialize(new
        {
            id = Text(_id), rawId = Text(_id), type = "public-key", clientExtensionResults = new { }, response,
        }),
        Site);

    private byte[] ClientData(string type, JsonDocument options) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        type, challenge = options.RootElement.GetProperty("challenge").GetString(), origin = Origin,
        crossOrigin = false,
    }));

    private byte[] Head(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        var user = AsksItsUser ? Verified : (byte)0;
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Site.Domain)), (byte)(flags | Present | user), .. count];
    }

    // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

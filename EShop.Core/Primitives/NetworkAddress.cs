using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EShop.Core.Primitives;

/// <summary>
/// The network a request comes from: the address itself in IPv4, the /64 in IPv6, where one household has them all.
/// </summary>
public readonly record struct NetworkAddress
{
    /// <summary>What is said when the server does not know.</summary>
    public const string Unknown = "unknown";

    private const int Ipv6PrefixBytes = 8;

    private readonly string? _value;

    private NetworkAddress(string value) => _value = value;

    public string Value => _value ?? Unknown;

    public static NetworkAddress Of(IPAddress? address)
    {
        if (address is null)
            return default;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            return new NetworkAddress(plain.ToString());
        var bytes = plain.GetAddressBytes();
        Array.Clear(bytes, Ipv6PrefixBytes, bytes.Length - Ipv6PrefixBytes);
        return new NetworkAddress($"{new IPAddress(bytes)}/64");
    }

    /// <summary>For people to recognise a place by, and too little to find them: the first three numbers in IPv4, as
    /// <c>203.0.113.*</c>, the first three groups in IPv6, as <c>2001:db8:1:*</c>.</summary>
    public string Coarse
    {
        get
        {
            if (!IPAddress.TryParse(Value.Split('/')[0], out var address))
                return Value;
            var bytes = address.GetAddressBytes();
            return address.AddressFamily == AddressFamily.InterNetwork
                ? string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.*")
                : string.Join(':', Enumerable.Range(0, 3).Select(i => Group(bytes, i))) + ":*";
        }
    }

    public override string ToString() => Value;

    private static string Group(byte[] bytes, int index) =>
        ((bytes[index * 2] << 8) | bytes[index * 2 + 1]).ToString("x", CultureInfo.InvariantCulture);
}

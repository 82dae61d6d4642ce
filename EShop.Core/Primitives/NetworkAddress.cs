using System.Net;
using System.Net.Sockets;

namespace EShop.Core.Primitives;

/// <summary>
/// The network a request comes from: the address itself in IPv4, the /64 in IPv6, where one household has them all.
/// </summary>
public readonly record struct NetworkAddress
{
    private const int Ipv6PrefixBytes = 8;

    private readonly string? _value;

    private NetworkAddress(string value) => _value = value;

    public string Value => _value ?? "unknown";

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

    public override string ToString() => Value;
}

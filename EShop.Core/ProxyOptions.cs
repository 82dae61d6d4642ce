using System.Net;
using Microsoft.Extensions.Options;

namespace EShop.Core;

/// <summary>Section <c>Proxy</c>: whose word about the other end of a connection counts. Anybody can send the headers
/// that a proxy sends.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>Addresses and networks of the proxies in front, separated by commas, as <c>10.0.0.5, 10.1.0.0/16</c>.
    /// Default: none, <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are not read; then all shoppers behind a
    /// proxy count as one network address.</summary>
    public string? Addresses { get; set; }

    /// <summary>Proxies that a request passes, 1 to 5, default 1.</summary>
    public int Hops { get; set; } = 1;

    /// <summary>Null: something in it is neither an address nor a network.</summary>
    public static IReadOnlyList<IPNetwork>? NetworksOf(string? addresses)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in (addresses ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(part, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                return null;
        }

        return networks;
    }
}

public sealed class ProxyOptionsCheck : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        if (ProxyOptions.NetworksOf(options.Addresses) is null)
            return ValidateOptionsResult.Fail(
                "Proxy:Addresses must be addresses or networks with commas between, as in 10.0.0.5, 10.1.0.0/16.");
        return options.Hops is >= 1 and <= 5
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Proxy:Hops must be between 1 and 5.");
    }
}

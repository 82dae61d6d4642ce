using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core;

/// <summary>Where the shop is reached from outside: from configuration, never from a request's Host header. On one
/// machine without configuration it is the address that the server listens on.</summary>
public sealed class ShopAddress(IOptions<ShopOptions> options, IServiceProvider services)
{
    private const string Fallback = "http://localhost:5080";

    /// <summary>The absolute address of a path that begins with a slash.</summary>
    public Uri Of(string path) => new(new Uri(options.Value.PublicUrl ?? Listening()), path);

    private string Listening()
    {
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses;
        var first = addresses?.FirstOrDefault() ?? Fallback;
        return first.Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);
    }
}

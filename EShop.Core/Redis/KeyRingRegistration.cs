using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Redis;

/// <summary>
/// The keys that seal cookies and codes: in the data folder on one machine, also in Redis when one is configured, so
/// that all nodes share them and a restart signs nobody out.
/// </summary>
internal static class KeyRingRegistration
{
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("EShop");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((ring, provider) =>
            ring.XmlRepository = Repository(provider));
        return services;
    }

    private static IXmlRepository Repository(IServiceProvider provider)
    {
        var folder = provider.GetRequiredService<IOptions<ShopOptions>>().Value.DataFolder;
        var own = new FileSystemXmlRepository(
            Directory.CreateDirectory(Path.Combine(folder, "keys")), provider.GetRequiredService<ILoggerFactory>());
        if (provider.GetRequiredService<IOptions<RedisOptions>>().Value.Connection is null)
            return own;
        // The key ring asks synchronously, once a day; the connection is there long before.
        var redis = provider.GetRequiredService<RedisConnection>();
        var shared = new RedisXmlRepository(
            () => redis.GetDatabaseAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult(), redis.Key("keys"));
        return new SharedKeyRing(own, shared);
    }
}

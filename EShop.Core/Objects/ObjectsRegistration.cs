using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Objects;

internal static class ObjectsRegistration
{
    public static IServiceCollection AddObjects(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ObjectOptions>().Bind(configuration.GetSection(ObjectOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ObjectOptions>, ObjectOptionsCheck>();
        services.AddSingleton<Pictures>();
        services.AddSingleton<IObjectStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ObjectOptions>>().Value;
            return options.Kind switch
            {
                ObjectStoreKind.Disk => new DiskObjectStore(
                    provider.GetRequiredService<IOptions<ShopOptions>>().Value.DataFolder),
                ObjectStoreKind.S3 => new S3ObjectStore(options),
                _ => throw new InvalidOperationException("Unknown kind of object store."),
            };
        });
        return services;
    }
}

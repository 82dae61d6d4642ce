using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace EShop.Core.Redis;

internal static class RedisRegistration
{
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection(RedisOptions.Section))
            .ValidateDataAnnotations()
            .Validate(o => o.Connection is null || IsConnectionString(o.Connection),
                "Redis:Connection is not a connection string; expected: host:port,password=…")
            .Validate(
                o => o.CommandTimeout >= TimeSpan.FromSeconds(0.1) && o.CommandTimeout <= TimeSpan.FromSeconds(10),
                "Redis:CommandTimeout must be between 00:00:00.1 and 00:00:10")
            .Validate(o => o.PauseAfterFailure >= TimeSpan.Zero && o.PauseAfterFailure <= TimeSpan.FromMinutes(1),
                "Redis:PauseAfterFailure must be between 00:00:00 and 00:01:00")
            .ValidateOnStart();
        return services.AddSingleton<RedisConnection>().AddSingleton<Ceilings>();
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

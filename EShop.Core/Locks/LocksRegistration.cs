using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Locks;

internal static class LocksRegistration
{
    public static IServiceCollection AddLocks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LockOptions>().Bind(configuration.GetSection(LockOptions.Section))
            .Validate(o => IsWithin(o.Lease, 1, 120), "Locks:Lease must be between 00:00:01 and 00:02:00")
            .Validate(o => IsWithin(o.Wait, 0.1, 60), "Locks:Wait must be between 00:00:00.1 and 00:01:00")
            .Validate(o => IsWithin(o.ReleaseWait, 0.05, 10),
                "Locks:ReleaseWait must be between 00:00:00.05 and 00:00:10")
            .Validate(o => o.LineMax is >= 1 and <= 100_000, "Locks:LineMax must be between 1 and 100000")
            .Validate(o => o.TurnMax is >= 1 and <= 5_000, "Locks:TurnMax must be between 1 and 5000")
            .ValidateOnStart();
        return services.AddSingleton<LockMetrics>().AddSingleton<ShopLocks>();
    }

    private static bool IsWithin(TimeSpan span, double fromSeconds, double toSeconds) =>
        span.TotalSeconds >= fromSeconds && span.TotalSeconds <= toSeconds;
}

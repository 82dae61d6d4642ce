using EShop.Core.Jobs;
using EShop.Core.Primitives;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Inventory;

internal static class InventoryRegistration
{
    public static IServiceCollection AddInventory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SettleOptions>().Bind(configuration.GetSection(SettleOptions.Section))
            .Validate(o => o.Period >= TimeSpan.FromSeconds(1) && o.Period <= TimeSpan.FromMinutes(10),
                "Settling:Period must be between 00:00:01 and 00:10:00")
            .Validate(o => o.CheckoutGrace >= TimeSpan.FromSeconds(1) && o.CheckoutGrace <= TimeSpan.FromHours(1),
                "Settling:CheckoutGrace must be between 00:00:01 and 01:00:00")
            .Validate(o => o.BatchMax is >= 1 and <= 5_000, "Settling:BatchMax must be between 1 and 5000")
            .Validate(o => o.BackOff >= TimeSpan.FromSeconds(1) && o.BackOff <= TimeSpan.FromHours(1),
                "Settling:BackOff must be between 00:00:01 and 01:00:00")
            .ValidateOnStart();
        services.AddShopJob<SettleStockTasksJob>(SettleStockTasksJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
        services.AddBacklog<StockTaskBacklog>();
        services.AddSingleton<TakeStock>();
        services.AddSingleton<SettleDue>();
        return services.AddSingleton<SettleStockTasks>();
    }
}

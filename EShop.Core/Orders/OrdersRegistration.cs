using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

internal static class OrdersRegistration
{
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OrderOptions>().Bind(configuration.GetSection(OrderOptions.Section))
            .Validate(o => o.PayLimit >= TimeSpan.FromSeconds(1) && o.PayLimit <= TimeSpan.FromDays(7),
                "Orders:PayLimit must be between 00:00:01 and 7.00:00:00")
            .Validate(o => o.OpenMax is >= 1 and <= 100, "Orders:OpenMax must be between 1 and 100")
            .Validate(o => o.ShippingMinor is >= 0 and <= 1_000_000,
                "Orders:ShippingMinor must be between 0 and 1000000")
            .Validate(o => o.FreeShippingFromMinor >= 0, "Orders:FreeShippingFromMinor must be 0 or more")
            .Validate(o => o.WatchersMax is >= 0 and <= 100_000, "Orders:WatchersMax must be between 0 and 100000")
            .Validate(o => o.WatchLook >= TimeSpan.FromSeconds(1) && o.WatchLook <= TimeSpan.FromMinutes(10),
                "Orders:WatchLook must be between 00:00:01 and 00:10:00")
            .Validate(o => o.RefundWithin >= TimeSpan.Zero && o.RefundWithin <= TimeSpan.FromDays(365),
                "Orders:RefundWithin must be between 00:00:00 and 365.00:00:00")
            .ValidateOnStart();
        services.AddSingleton<OrderNews>();
        services.AddSingleton<IOrderOutcome, OrderOutcomes>();
        services.AddSingleton<DraftCheckout>();
        services.AddSingleton<PlaceOrder>();
        services.AddSingleton(PartsOf);
        services.AddSingleton<OrderMetrics>();
        services.AddSingleton<CheckOut>();
        services.AddSingleton<QuoteCheckout>();
        services.AddSingleton<CancelOrder>();
        services.AddSingleton<ConfirmReceipt>();
        services.AddSingleton<ListOrders>();
        services.AddSingleton<ShowOrder>();
        services.AddSingleton<WatchOrder>();
        services.AddSingleton<ListOrdersForStaff>();
        services.AddSingleton<ShowOrderForStaff>();
        services.AddSingleton<ShipOrder>();
        services.AddSingleton<CancelOrderByStaff>();
        services.AddSingleton<AddOrderNote>();
        services.AddSingleton<CloseOverdueOrders>();
        services.AddSingleton(provider => new ReviveOrder(
            provider.GetRequiredService<ShopStore>(), provider.GetRequiredService<CheckoutParts>(),
            (provider.GetRequiredService<SettleStockTasks>(), provider.GetRequiredService<SettleCouponTasks>()),
            provider.GetRequiredService<IOptions<SettleOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReviveOrder>>()));
        services.AddShopJob<CloseOverdueOrdersJob>(CloseOverdueOrdersJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
        services.AddMessageHandler<OrderPlaced, ClearOrderedCart>();
        services.AddMessageHandler<CloseUnpaidOrder, CloseUnpaidOrderHandler>();
        services.AddMessageHandler<OrderPaid, SettleOrder>();
        services.AddMessageHandler<OrderClosed, SettleOrder>();
        // After what settles: a mail that cannot be written must not keep stock away.
        services.AddMessageHandler<OrderPlaced, TellShopper>();
        services.AddMessageHandler<OrderPaid, TellShopper>();
        services.AddMessageHandler<OrderShipped, TellShopper>();
        services.AddMessageHandler<OrderCompleted, TellShopper>();
        services.AddMessageHandler<OrderClosed, TellShopper>();
        return services;
    }

    private static CheckoutParts PartsOf(IServiceProvider services) => new(
        services.GetRequiredService<DraftCheckout>(),
        services.GetRequiredService<HoldClaim>(),
        services.GetRequiredService<TakeStock>(),
        services.GetRequiredService<PlaceOrder>(),
        services.GetRequiredService<ClearOrderedCart>());
}

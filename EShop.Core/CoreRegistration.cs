using EShop.Core.Accounts;
using EShop.Core.Books;
using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Catalog.Manage;
using EShop.Core.Coupons;
using EShop.Core.Demo;
using EShop.Core.Health;
using EShop.Core.Inventory;
using EShop.Core.Jobs;
using EShop.Core.Locks;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Core.Objects;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Privacy;
using EShop.Core.Redis;
using EShop.Core.Staff;
using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace EShop.Core;

public static class CoreRegistration
{
    /// <summary>All of the shop but its pages: one line per feature, the table of contents of the system.</summary>
    public static IServiceCollection AddShopCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ShopOptions>().Bind(configuration.GetSection(ShopOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddLogging();
        return services
            .AddTelemetry(configuration)
            .AddStorage(configuration)
            .AddRedis(configuration)
            .AddKeyRing()
            .AddLocks(configuration)
            .AddJobs()
            .AddMessaging(configuration)
            .AddObjects(configuration)
            .AddMail(configuration)
            .AddAccounts(configuration)
            .AddInventory(configuration)
            .AddCatalog()
            .AddCarts()
            .AddCatalogManagement()
            .AddCoupons(configuration)
            .AddOrders(configuration)
            .AddPayments(configuration)
            .AddDemo()
            .AddBooks(configuration)
            .AddStaff()
            .AddPrivacy()
            .AddHealth();
    }

    /// <summary>What works in the background of a running shop: the verbs and the tests call the use cases themselves.
    /// </summary>
    public static IServiceCollection AddShopWorkers(this IServiceCollection services)
    {
        services.AddHostedService<MessagePump>();
        services.AddHostedService<MessageConsumers>();
        services.AddHostedService<MailPump>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricHistory>());
        services.AddHostedService(provider => provider.GetRequiredService<CountBacklogs>());
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }
}

using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

internal static class PaymentsRegistration
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PaymentOptions>().Bind(configuration.GetSection(PaymentOptions.Section))
            .Validate(o => o.SandboxSecret is null or { Length: >= 32 },
                "Payments:SandboxSecret must have 32 characters or more")
            .Validate(o => o.CallbackAgeMax >= TimeSpan.FromSeconds(10) && o.CallbackAgeMax <= TimeSpan.FromHours(1),
                "Payments:CallbackAgeMax must be between 00:00:10 and 01:00:00")
            .Validate(o => o.ForgedPerNetworkMinute is >= 1 and <= 100_000,
                "Payments:ForgedPerNetworkMinute must be between 1 and 100000")
            .Validate(o => o.AskTimeout >= TimeSpan.FromSeconds(0.5) && o.AskTimeout <= TimeSpan.FromMinutes(1),
                "Payments:AskTimeout must be between 00:00:00.5 and 00:01:00")
            .Validate(o => o.AskAfter >= TimeSpan.FromSeconds(1) && o.AskAfter <= TimeSpan.FromHours(1),
                "Payments:AskAfter must be between 00:00:01 and 01:00:00")
            .Validate(o => o.AskBatchMax is >= 1 and <= 1_000, "Payments:AskBatchMax must be between 1 and 1000")
            .Validate<IServiceProvider>((o, provider) => o.AllowSandbox || IsDevelopment(provider),
                "Payments:AllowSandbox must be true to run outside Development: this version pays with play money only")
            .Validate<IOptions<StorageOptions>>((o, storage) =>
                storage.Value.Postgres is null || o.SandboxSecret is not null || !o.AllowSandbox,
                "Payments:SandboxSecret must be set, the same on every node, when Storage:Postgres is")
            .ValidateOnStart();
        services.AddHttpClient(SandboxNotifyHandler.ClientName, client => client.Timeout = CallTimeout);
        services.AddSingleton<ShopAddress>();
        services.AddSingleton<SandboxSigner>();
        services.AddSingleton<IPaymentGateway, SandboxGateway>();
        services.AddSingleton(provider => new PaymentGateways(provider.GetServices<IPaymentGateway>()));
        AddPaying(services);
        AddAsking(services);
        services.AddSingleton<ShowSandboxTrade>();
        services.AddSingleton<PaySandboxTrade>();
        services.AddMessageHandler<SandboxNotify, SandboxNotifyHandler>();
        services.AddMessageHandler<SandboxLateMoney, SandboxLateMoneyHandler>();
        services.AddMessageHandler<PaymentReceived, PaymentReceivedHandler>();
        return services.AddRefunds();
    }

    private static void AddPaying(IServiceCollection services)
    {
        services.AddSingleton<PayOrder>();
        services.AddSingleton(provider => new ApplyPayment(
            provider.GetRequiredService<ShopStore>(),
            (provider.GetRequiredService<PayOrder>(), provider.GetRequiredService<ReviveOrder>()),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ApplyPayment>>()));
        services.AddSingleton<RecordPayment>();
        services.AddSingleton(provider => new StartPayment(
            new StartPaymentParts(
                provider.GetRequiredService<ShopStore>(), provider.GetRequiredService<ShowOrder>(),
                provider.GetRequiredService<PaymentGateways>(), provider.GetRequiredService<EndTrades>(),
                provider.GetRequiredService<ShopAddress>()),
            provider.GetRequiredService<IOptions<PaymentOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StartPayment>>()));
        services.AddSingleton<PaymentMetrics>();
        services.AddSingleton<ForgedCallbacks>();
        services.AddSingleton(provider => new ReceivePayment(
            provider.GetRequiredService<PaymentGateways>(),
            (provider.GetRequiredService<RecordPayment>(), provider.GetRequiredService<ForgedCallbacks>()),
            provider.GetRequiredService<PaymentMetrics>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReceivePayment>>()));
        services.AddSingleton<ListOrderPayments>();
    }

    private static void AddAsking(IServiceCollection services)
    {
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton<EndTrades>();
        services.AddSingleton<IOrderMoney>(provider => provider.GetRequiredService<EndTrades>());
        services.AddSingleton<AskTrade>();
        services.AddSingleton(provider => new AskPayment(
            provider.GetRequiredService<ShopStore>(), provider.GetRequiredService<AskTrade>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AskProviders(
            provider.GetRequiredService<ShopStore>(),
            (provider.GetRequiredService<AskTrade>(), provider.GetRequiredService<ApplyPayment>()),
            provider.GetRequiredService<IOptions<PaymentOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AskProviders>>()));
        services.AddShopJob<AskProvidersJob>(AskProvidersJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
    }

    private static bool IsDevelopment(IServiceProvider provider) =>
        provider.GetService<IHostEnvironment>() is not { } host || host.IsDevelopment();
}

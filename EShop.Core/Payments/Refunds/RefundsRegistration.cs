using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments.Refunds;

internal static class RefundsRegistration
{
    public static IServiceCollection AddRefunds(this IServiceCollection services)
    {
        services.AddSingleton<AskForRefund>();
        services.AddSingleton<TakeBackRefundRequest>();
        services.AddSingleton<DeclineRefund>();
        services.AddSingleton<RefundOrder>();
        services.AddSingleton<CancelPaidOrder>();
        services.AddSingleton<RetryRefund>();
        services.AddSingleton<ListRefusedRefunds>();
        services.AddSingleton<ShowRefunds>();
        services.AddSingleton<ShowRefundsForStaff>();
        services.AddSingleton<ListRefundRequests>();
        AddSettling(services);
        // First, so that nobody hears that it is done before it is on its way.
        services.AddMessageHandler<SendRefund, TellOfRefund>();
        services.AddMessageHandler<SendRefund, SendRefundHandler>();
        services.AddMessageHandler<RefundDone, TellOfRefund>();
        services.AddMessageHandler<RefundRequestMoved, TellOfRefund>();
        services.AddMessageHandler<OrderStopped, RefundStopped>();
        services.AddMessageHandler<OrderStopped, TellShopper>();
        services.AddMessageHandler<OrderRefunded, TellShopper>();
        services.AddMessageHandler<GoodsBack, ReturnGoods>();
        services.AddMessageHandler<PaymentBack, CompleteRefund>();
        return services;
    }

    private static void AddSettling(IServiceCollection services)
    {
        services.AddSingleton<ReturnStoppedCoupon>();
        services.AddSingleton<SettleRefund>();
        services.AddSingleton(provider => new SettleRefunds(
            provider.GetRequiredService<ShopStore>(),
            (provider.GetRequiredService<RefundStopped>(), provider.GetRequiredService<SettleRefund>()),
            provider.GetRequiredService<IOptions<SettleOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SettleRefunds>>()));
        services.AddShopJob<SettleRefundsJob>(SettleRefundsJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
    }
}

using EShop.Core.Messaging;
using EShop.Core.Orders;
using Microsoft.Extensions.DependencyInjection;

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
        services.AddSingleton<ShowRefunds>();
        services.AddSingleton<ShowRefundsForStaff>();
        services.AddSingleton<ListRefundRequests>();
        // First, so that nobody hears that it is done before it is on its way.
        services.AddMessageHandler<SendRefund, TellOfRefund>();
        services.AddMessageHandler<SendRefund, SendRefundHandler>();
        services.AddMessageHandler<RefundDone, TellOfRefund>();
        services.AddMessageHandler<RefundRequestMoved, TellOfRefund>();
        services.AddMessageHandler<OrderStopped, RefundStopped>();
        services.AddMessageHandler<OrderStopped, ReturnStoppedCoupon>();
        services.AddMessageHandler<OrderStopped, TellShopper>();
        services.AddMessageHandler<OrderRefunded, TellShopper>();
        services.AddMessageHandler<GoodsBack, ReturnGoods>();
        services.AddMessageHandler<PaymentBack, CompleteRefund>();
        return services;
    }
}

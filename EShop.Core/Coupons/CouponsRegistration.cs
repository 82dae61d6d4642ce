using EShop.Core.Accounts;
using EShop.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Coupons;

internal static class CouponsRegistration
{
    public static IServiceCollection AddCoupons(this IServiceCollection services)
    {
        services.AddSingleton<ClaimCoupon>();
        services.AddSingleton<HoldClaim>();
        services.AddSingleton<SettleCouponTasks>();
        services.AddMessageHandler<AccountCreated, GrantNewCustomerCoupon>();
        return services;
    }
}

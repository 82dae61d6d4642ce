using EShop.Core.Accounts;
using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

internal static class CouponsRegistration
{
    public static IServiceCollection AddCoupons(this IServiceCollection services)
    {
        services.AddSingleton<CouponNews>();
        services.AddSingleton<SoldOutCoupons>();
        services.AddSingleton<CouponBoard>();
        services.AddSingleton<ClaimCoupon>();
        services.AddSingleton<FindKeyedClaim>();
        services.AddSingleton<ListCoupons>();
        services.AddSingleton<ListMyClaims>();
        services.AddSingleton<CreateCoupon>();
        services.AddSingleton<ChangeCouponState>();
        services.AddSingleton<ChangeCouponTotal>();
        services.AddSingleton<ListCouponsForStaff>();
        services.AddSingleton<ShowCouponForStaff>();
        services.AddSingleton<HoldClaim>();
        services.AddSingleton<ShowCampaign>();
        services.AddSingleton<SettleCouponTasks>();
        services.AddShopJob<SettleCouponTasksJob>(SettleCouponTasksJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
        services.AddMessageHandler<AccountCreated, GrantNewCustomerCoupon>();
        return services;
    }
}

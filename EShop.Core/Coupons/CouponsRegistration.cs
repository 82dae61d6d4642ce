using EShop.Core.Accounts;
using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

internal static class CouponsRegistration
{
    public static IServiceCollection AddCoupons(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CouponOptions>().Bind(configuration.GetSection(CouponOptions.Section))
            .Validate(o => o.CodesPerAccountHour is >= 1 and <= 1_000,
                "Coupons:CodesPerAccountHour must be between 1 and 1000")
            .Validate(o => o.CodesPerNetworkHour is >= 1 and <= 100_000,
                "Coupons:CodesPerNetworkHour must be between 1 and 100000")
            .Validate(o => o.RemindBefore >= TimeSpan.FromHours(1) && o.RemindBefore <= TimeSpan.FromDays(7),
                "Coupons:RemindBefore must be between 01:00:00 and 7.00:00:00")
            .Validate(o => o.RemindEvery >= TimeSpan.FromSeconds(10) && o.RemindEvery <= TimeSpan.FromDays(1),
                "Coupons:RemindEvery must be between 00:00:10 and 1.00:00:00")
            .ValidateOnStart();
        services.AddBacklog<CouponTaskBacklog>();
        services.AddSingleton<CouponNews>();
        services.AddSingleton<SoldOutCoupons>();
        services.AddSingleton<CouponBoard>();
        services.AddSingleton<CouponMetrics>();
        services.AddSingleton<ClaimCoupon>();
        services.AddSingleton<ListCoupons>();
        services.AddSingleton<ListMyClaims>();
        services.AddSingleton<CodeLimits>();
        services.AddSingleton<RedeemCode>();
        services.AddSingleton<ShowCouponsLeft>();
        services.AddSingleton<HoldClaim>();
        services.AddSingleton<ShowCampaign>();
        services.AddSingleton<SettleCouponTasks>();
        services.AddShopJob<SettleCouponTasksJob>(SettleCouponTasksJob.Key,
            provider => provider.GetRequiredService<IOptions<SettleOptions>>().Value.Period);
        services.AddSingleton<RemindOfExpiry>();
        services.AddShopJob<RemindOfExpiryJob>(RemindOfExpiryJob.Key,
            provider => provider.GetRequiredService<IOptions<CouponOptions>>().Value.RemindEvery);
        services.AddMessageHandler<AccountCreated, GrantNewCustomerCoupon>();
        return services.AddCouponManagement();
    }

    private static IServiceCollection AddCouponManagement(this IServiceCollection services) => services
        .AddSingleton<CreateCoupon>()
        .AddSingleton<ChangeCouponState>()
        .AddSingleton<ChangeCouponTotal>()
        .AddSingleton<EditCoupon>()
        .AddSingleton<MakeCodes>()
        .AddSingleton<GrantCoupon>()
        .AddSingleton<ExportCoupon>()
        .AddSingleton<WatchCoupon>()
        .AddSingleton<ListCouponsForStaff>()
        .AddSingleton<ShowCouponForStaff>();
}

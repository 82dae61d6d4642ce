namespace EShop.Web.Coupons;

internal static class CouponsPagesRegistration
{
    public static void AddCouponsPages(this IServiceCollection services) =>
        services.AddTransient<CouponText>().AddTransient<CodeAnswers>().AddTransient<ClaimAnswers>();
}

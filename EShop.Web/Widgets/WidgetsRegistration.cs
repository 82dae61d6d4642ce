using EShop.Web.Shell;

namespace EShop.Web.Widgets;

internal static class WidgetsRegistration
{
    public static void AddWidgets(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<FlashNotice>();
        services.AddSingleton<MoneyFormat>();
        services.AddSingleton<TimeFormat>();
    }
}

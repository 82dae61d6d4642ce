using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Demo;

internal static class DemoRegistration
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddSingleton<FillDemoShop>();
}

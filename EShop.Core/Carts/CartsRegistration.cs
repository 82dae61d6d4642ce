using EShop.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Carts;

internal static class CartsRegistration
{
    public static IServiceCollection AddCarts(this IServiceCollection services) => services
        .AddSingleton<AddToCart>()
        .AddSingleton<ChangeCartLine>()
        .AddSingleton<CountCart>()
        .AddSingleton<MergeGuestCart>()
        .AddSingleton<RemoveCartLine>()
        .AddSingleton<ShowCart>()
        .AddSingleton<SweepGuestCarts>()
        .AddShopJob<SweepGuestCartsJob>(SweepGuestCartsJob.Key, _ => SweepGuestCartsJob.Period);
}

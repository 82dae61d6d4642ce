namespace EShop.Web.Carts;

internal static class CartsWebRegistration
{
    public static void AddCartPages(this IServiceCollection services)
    {
        services.AddSingleton<CartCookie>();
        services.AddScoped<CartForms>();
        services.AddScoped<CartNews>();
    }
}

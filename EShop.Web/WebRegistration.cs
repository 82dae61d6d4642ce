using EShop.Core;
using EShop.Web.Api;
using EShop.Web.Accounts;
using EShop.Web.Admin;
using EShop.Web.Carts;
using EShop.Web.Catalog;
using EShop.Web.Coupons;
using EShop.Web.Orders;
using EShop.Web.Payments;
using EShop.Web.Health;
using EShop.Web.Shell;
using EShop.Web.Widgets;
using MudBlazor.Services;

namespace EShop.Web;

/// <summary>The table of contents of the web side: what is registered, and in which order a request passes.</summary>
public static class WebRegistration
{
    public static void AddShopWeb(this WebApplicationBuilder builder)
    {
        builder.AddServerLimits();
        builder.AddFrontDoor();
        builder.AddTelemetryExport();
        builder.Services.AddShopWorkers();
        builder.Services.AddHostedService<IdleMemory>();
        builder.Services.AddInteractivePages(builder.Configuration);
        builder.Services.AddMudServices();
        builder.Services.AddLanguages();
        builder.Services.AddTheme();
        builder.Services.AddWidgets();
        builder.Services.AddCouponsPages();
        builder.Services.AddShopCookies(builder.Environment);
        builder.Services.AddSessions(builder.Environment);
        builder.Services.AddApi(builder.Configuration);
        builder.Services.AddSingleton<CheckoutAddresses>();
        builder.Services.AddScoped<CheckoutSteps>();
        builder.Services.AddCartPages();
    }

    public static void UseShopWeb(this WebApplication app)
    {
        app.UseProxies();
        app.UseSecurityHeaders();
        app.UseFrontDoor();
        app.UseApiWithoutCookies();
        app.UseLanguages();
        app.UseErrorPages();
        app.UseApiFaults();
        app.UseSameOriginCircuits();
        app.UseRouting();
        app.UseBodyLimits();
        app.UseAuthentication();
        app.UseApiSessions();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseCircuitDoor();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapTheme();
        app.MapLanguages();
        app.MapAccounts();
        app.MapPaymentCallbacks();
        app.MapOrderNews();
        app.MapPictures();
        app.MapCouponsLeft();
        app.MapClaim();
        app.MapCouponExports();
        app.MapProductExport();
        app.MapHealth();
        app.MapSecurityContact();
        app.MapApi();
        app.MapPages();
    }
}

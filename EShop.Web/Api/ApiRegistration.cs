using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using EShop.Core;
using EShop.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace EShop.Web.Api;

/// <summary>The JSON API under <c>/api/v1</c>: the same use cases as the pages, for programs.</summary>
internal static class ApiRegistration
{
    public const string TokenScheme = BearerTokenDefaults.AuthenticationScheme;
    public const int BodyBytesMax = 16 * 1024, JsonDepthMax = 16;

    private const string SchemeByAddress = "by-address";

    public static void AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section))
            .Validate(o => o.TokenLife >= TimeSpan.FromMinutes(1) && o.TokenLife <= TimeSpan.FromHours(1),
                "Api:TokenLife must be between 00:01:00 and 01:00:00")
            .Validate(o => o.RequestsPerAccountMinute is >= 10 and <= 1_000_000,
                "Api:RequestsPerAccountMinute must be between 10 and 1000000")
            .Validate(o => o.RequestsPerNetworkMinute is >= 10 and <= 1_000_000,
                "Api:RequestsPerNetworkMinute must be between 10 and 1000000")
            .ValidateOnStart();
        services.AddSingleton<ApiSessions>();
        services.AddTransient<CouponViews>();
        services.AddTransient<ProductViews>();
        services.AddTransient<CartViews>();
        services.AddTransient<OrderViews>();
        services.AddTransient<RefundViews>();
        services.AddTransient<QuoteViews>();
        services.AddTransient<OrderRefusals>();
        services.AddTransient<RefusalViews>();
        services.AddApiTokens();
        services.AddApiLimits();
        services.AddApiDocument();
        // A body that cannot be read is told by an exception, which knows the field.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(http => Strict(http.SerializerOptions));
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(ApiGate.Root)
            .RequireRateLimiting(ApiLimits.Policy)
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax));
        api.MapSignIn();
        api.MapProducts();
        api.MapCoupons();
        api.MapCart();
        api.MapCheckout();
        api.MapOrders();
        api.MapRefunds();
        app.MapApiDocument();
        app.MapApiPage();
    }

    /// <summary>Tokens for the API and cookies for pages; neither is taken in the other's place.</summary>
    private static void AddApiTokens(this IServiceCollection services)
    {
        services.AddAuthentication()
            .AddBearerToken(TokenScheme)
            .AddPolicyScheme(SchemeByAddress, displayName: null, policy => policy.ForwardDefaultSelector = context =>
                ApiGate.IsApi(context) ? TokenScheme : CookieAuthenticationDefaults.AuthenticationScheme);
        services.Configure<AuthenticationOptions>(options => options.DefaultScheme = SchemeByAddress);
        services.AddOptions<BearerTokenOptions>(TokenScheme)
            .Configure<IOptions<ApiOptions>, IOptions<SessionLimits>>((tokens, api, session) =>
            {
                tokens.BearerTokenExpiration = api.Value.TokenLife;
                tokens.RefreshTokenExpiration = session.Value.ShopperMost;
            });
    }

    private static void Strict(JsonSerializerOptions json)
    {
        json.MaxDepth = JsonDepthMax;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}

using System.Net;
using System.Security.Claims;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Primitives;
using EShop.Web;
using EShop.Web.Accounts;
using EShop.Web.Api;
using EShop.Web.Commands;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Support;

/// <summary>The pages and the API of a test's shop over real HTTP, inside the test: the same rows and the same clock as
/// its <see cref="TestShop"/>, as another node of it.</summary>
internal sealed class ShopSite : IAsyncDisposable
{
    public const string Password = "a password of the tests";

    private static readonly SharedResource<string> Hash = new(HashAsync);
    private readonly WebApplication _app;

    private ShopSite(TestShop shop, WebApplication app) => (Shop, _app) = (shop, app);

    public TestShop Shop { get; }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Everything that answers, as it is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<ShopSite> StartAsync(Store store, Action<TestShopOptions>? configure = null)
    {
        Action<IServiceCollection> services = _ => { };
        var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Redis = RedisServer.Real; // shared between the nodes
            configure?.Invoke(options);
            services = options.Services;
        });
        var app = Build(shop, services);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ShopSite(shop, app);
    }

    /// <summary>Somebody with an account, signed in by address and password.</summary>
    public async Task<ApiClient> SignInAsync(long accountId)
    {
        var client = new ApiClient(Address);
        await client.SignInAsync(await EmailAsync(accountId), Password);
        return client;
    }

    /// <summary>The address of an account; gives it the tests' password.</summary>
    public async Task<string> EmailAsync(long accountId)
    {
        var hash = await Hash.GetAsync();
        return await Shop.WriteAsync(async db =>
        {
            var account = await db.Set<Account>().SingleAsync(a => a.Id == accountId);
            account.PasswordHash = hash;
            return account.Email!;
        });
    }

    /// <summary>A session of an account, as if it had signed in at a browser: the cookie, as a header says it.
    /// </summary>
    public async Task<string> CookieAsync(long accountId)
    {
        var options = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = TicketOf(await BeginAsync(accountId), CookieAuthenticationDefaults.AuthenticationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    /// <summary>The same for a program: an access token.</summary>
    public async Task<string> TokenAsync(long accountId)
    {
        var options = _app.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>()
            .Get(ApiRegistration.TokenScheme);
        return options.BearerTokenProtector.Protect(
            TicketOf(await BeginAsync(accountId), ApiRegistration.TokenScheme));
    }

    private async Task<ClaimsPrincipal> BeginAsync(long accountId)
    {
        var account = await Shop.ReadAsync(async db => await AccountReads.SignedInAsync(
            db, await db.Set<Account>().SingleAsync(a => a.Id == accountId), CancellationToken.None));
        var key = await Shop.Get<BeginSession>().ExecuteAsync(
            new BeginSessionRequest(account, "tests", NetworkAddress.Of(IPAddress.Loopback), Replaces: null),
            CancellationToken.None);
        return SignedInUser.Of(account, key);
    }

    private AuthenticationTicket TicketOf(ClaimsPrincipal user, string scheme) => new(
        user,
        new AuthenticationProperties { IssuedUtc = Shop.Now, ExpiresUtc = Shop.Now + TimeSpan.FromHours(1) },
        scheme);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Shop.DisposeAsync();
    }

    private static WebApplication Build(TestShop shop, Action<IServiceCollection> services)
    {
        var folder = Path.GetDirectoryName(Repository.WebProgram)!;
        var builder = ShopBuilder.Create(
            "--environment", "Development", "--applicationName", "EShop.Web", "--contentRoot", folder,
            "--urls", "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(shop.Settings);
        builder.AddShopWeb();
        foreach (var worker in builder.Services.Where(IsWorker).ToList()) builder.Services.Remove(worker);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(shop.Clock));
        services(builder.Services);
        var app = builder.Build();
        app.UseShopWeb();
        return app;
    }

    // No job runs by itself: the test calls the use case behind it.
    private static bool IsWorker(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly.GetName().Name is not (null or "EShop.Web" or "EShop.Tests")
        && !service.ImplementationType.FullName!.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static async Task<string> HashAsync()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        return await shop.Get<PasswordHashing>().HashAsync(Password, CancellationToken.None)
            ?? throw new InvalidOperationException("The gate was full.");
    }
}

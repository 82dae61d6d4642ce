using EShop.Core.Accounts;
using EShop.Core.Demo;
using EShop.Core.Redis;
using EShop.Core.Storage;

namespace EShop.Web.Commands;

/// <param name="Demo">What the demo shop was filled with; null: it was there, or this is no Development shop.</param>
/// <param name="AdminPassword">Of the first admin, made now; null: there is one, or no Development shop.</param>
internal sealed record OpenedShop(FillDemoShopResult? Demo, string? AdminPassword);

/// <summary>What is done before the shop listens. A second start finds everything and changes nothing.</summary>
internal static class OpenShop
{
    public const string FirstAdmin = "admin@demo.local";

    public static async Task<OpenedShop> RunAsync(WebApplication app, CancellationToken ct)
    {
        // Garnet takes as long to start as the database to open: side by side.
        var redis = app.Services.GetRequiredService<RedisConnection>().IsReadyAsync(ct);
        await app.Services.GetRequiredService<MigrateStore>().ExecuteAsync(ct);
        var opened = app.Environment.IsDevelopment()
            ? await FillAsync(app.Services, ct)
            : new OpenedShop(Demo: null, AdminPassword: null);
        await redis;
        return opened;
    }

    private static async Task<OpenedShop> FillAsync(IServiceProvider services, CancellationToken ct)
    {
        // Hashing a password takes a core for a while: beside the pictures and rows of the demo.
        var making = Task.Run(
            () => services.GetRequiredService<CreateAdmin>()
                .ExecuteAsync(new CreateAdminRequest(FirstAdmin, OnlyFirst: true), ct), ct);
        var filled = await services.GetRequiredService<FillDemoShop>().ExecuteAsync(ct);
        var admin = await making;
        return new OpenedShop(
            filled.Status == FillDemoShopStatus.Filled ? filled : null,
            admin.Status == CreateAdminStatus.Created ? admin.Password : null);
    }
}

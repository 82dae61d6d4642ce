using EShop.Core.Demo;
using EShop.Core.Redis;
using EShop.Core.Storage;

namespace EShop.Web.Commands;

/// <param name="Demo">What the demo shop was filled with; null: it was there, or this is no Development shop.</param>
internal sealed record OpenedShop(FillDemoShopResult? Demo);

/// <summary>What is done before the shop listens. A second start finds everything there and changes nothing.</summary>
internal static class OpenShop
{
    public static async Task<OpenedShop> RunAsync(WebApplication app, CancellationToken ct)
    {
        // Garnet takes as long to start as the database to open: side by side.
        var redis = app.Services.GetRequiredService<RedisConnection>().IsReadyAsync(ct);
        await app.Services.GetRequiredService<MigrateStore>().ExecuteAsync(ct);
        FillDemoShopResult? demo = null;
        if (app.Environment.IsDevelopment())
        {
            var filled = await app.Services.GetRequiredService<FillDemoShop>().ExecuteAsync(ct);
            if (filled.Status == FillDemoShopStatus.Filled) demo = filled;
        }

        await redis;
        return new OpenedShop(demo);
    }
}

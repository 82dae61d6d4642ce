using EShop.Core;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Web.Commands;

/// <summary>The core for a verb: nothing listens, no job runs, nothing is logged; it works beside a running shop.
/// </summary>
internal sealed class VerbShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private VerbShop(WebApplication app) => _app = app;

    public IHostEnvironment Environment => _app.Environment;

    public string DataFolder => Get<IOptions<ShopOptions>>().Value.DataFolder;

    public static VerbShop Open()
    {
        var builder = ShopBuilder.Create();
        builder.Logging.ClearProviders();
        var shop = new VerbShop(builder.Build());
        ShopBuilder.CheckSettings(shop._app);
        return shop;
    }

    /// <summary>A shop whose tables are there: made or brought up to date first, for verbs that write.</summary>
    public static async Task<VerbShop> OpenToWriteAsync(CancellationToken ct)
    {
        var shop = Open();
        await shop.Get<MigrateStore>().ExecuteAsync(ct);
        return shop;
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

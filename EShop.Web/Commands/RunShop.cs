using EShop.Core;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Web.Commands;

/// <summary>No verb: the shop itself. It looks at its settings, takes its data folder, opens (database, Redis, demo)
/// and only then listens, so that whoever reaches it finds it ready.</summary>
internal static class RunShop
{
    public static async Task<int> RunAsync(string? urls, VerbConsole console, CancellationToken ct)
    {
        var builder = ShopBuilder.Create(urls is null ? [] : ["--urls", urls]);
        using var noise = new StartNoise(builder.Logging);
        builder.AddShopWeb();
        await using var app = builder.Build();
        ShopBuilder.CheckSettings(app);
        using var folder = TakeDataFolder(app);
        var web = Task.Run(() => PrepareWeb(app), ct);
        var opened = await OpenShop.RunAsync(app, ct);
        await web;
        await app.StartAsync(ct);
        noise.Dispose();
        StartLines.Tell(console, app, opened);
        await app.WaitForShutdownAsync(ct);
        return ExitCode.Done;
    }

    /// <summary>The pages' endpoints are found by looking through the assemblies: on the second core, beside the
    /// database. Asked of the application's own sources: the service <c>EndpointDataSource</c> has none of them before
    /// the server starts.</summary>
    private static void PrepareWeb(WebApplication app)
    {
        app.UseShopWeb();
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources) _ = source.Endpoints;
    }

    private static DataFolderLock TakeDataFolder(WebApplication app)
    {
        var folder = app.Services.GetRequiredService<IOptions<ShopOptions>>().Value.DataFolder;
        var result = DataFolderLock.Take(folder);
        if (result.Lock is { } taken) return taken;
        var line = result.Status == DataFolderLockStatus.InUse
            ? $"A shop is running on the data folder {folder} already ({result.Reason}). "
                + "Stop it, or give this one a folder of its own: Shop__DataFolder=…"
            : $"The data folder {folder} cannot be written: {result.Reason} Choose another one: Shop__DataFolder=…";
        throw new StartFaultException(new StartFault(ExitCode.DataFolder, [line]));
    }
}

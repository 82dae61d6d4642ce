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
        // The pages' endpoints are found by looking through the assemblies: on the second core, beside the database.
        app.UseShopWeb();
        var endpoints = Task.Run(() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Count, ct);
        var opened = await OpenShop.RunAsync(app, ct);
        await endpoints;
        await app.StartAsync(ct);
        noise.Dispose();
        StartLines.Tell(console, app, opened);
        await app.WaitForShutdownAsync(ct);
        return ExitCode.Done;
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

using EShop.Core;
using Microsoft.Extensions.Options;

namespace EShop.Web.Commands;

/// <summary>What the running shop and the verbs have in common: settings and the core.</summary>
internal static class ShopBuilder
{
    public static WebApplicationBuilder Create(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = ContentRoot(),
        });
        // The tests build every service; here it would only cost time at each start.
        builder.Host.UseDefaultServiceProvider(services => services.ValidateOnBuild = false);
        builder.Services.AddShopCore(builder.Configuration);
        var root = builder.Environment.ContentRootPath;
        builder.Services.PostConfigure<ShopOptions>(shop =>
        {
            if (!string.IsNullOrWhiteSpace(shop.DataFolder)) shop.DataFolder = Path.GetFullPath(shop.DataFolder, root);
        });
        return builder;
    }

    /// <summary>Refuses, by name, settings that are missing, malformed or read by nobody.</summary>
    public static void CheckSettings(WebApplication app)
    {
        if (UnknownSettings.In(app.Configuration) is { Count: > 0 } unknown)
            throw new StartFaultException(new StartFault(
                ExitCode.WrongUse, [.. unknown.Select(line => $"Setting {line}")]));
        app.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    /// <summary>The project's folder under <c>dotnet run</c>; else the folder of the program, from wherever it is
    /// called: a verb must find the data of the shop.</summary>
    private static string ContentRoot()
    {
        var here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "appsettings.json")) ? here : AppContext.BaseDirectory;
    }
}

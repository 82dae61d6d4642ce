using EShop.Core;
using Microsoft.Extensions.Options;

namespace EShop.Web.Commands;

/// <summary>The few lines that people read when the shop has started.</summary>
internal static class StartLines
{
    public static void Tell(VerbConsole console, WebApplication app, OpenedShop opened)
    {
        var address = app.Urls.FirstOrDefault()?.TrimEnd('/') ?? "http://localhost:5080";
        var folder = app.Services.GetRequiredService<IOptions<ShopOptions>>().Value.DataFolder;
        console.Say($"EShop is open at  {address}");
        if (app.Environment.IsDevelopment()) console.Say($"Mailbox           {address}/dev/mail");
        console.Say($"Admin pages       {address}/admin");
        console.Say($"Data folder       {folder}");
        if (opened.Demo is { } demo)
            console.Say($"First start       {demo.Products} demo products with {demo.Skus} SKUs");
        if (opened.AdminPassword is { } password)
            console.Say($"First admin       {OpenShop.FirstAdmin}, one-time password (shown this once): {password}");
        console.Say("Stop it with Ctrl+C.");
    }
}

using EShop.Core.Privacy;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Accounts;

/// <summary>The file with everything that is kept about a person; a page cannot be a file.</summary>
internal static class MyDataEndpoint
{
    public static void MapMyData(this WebApplication app) => app.MapPost(AccountPaths.MyDataFile, async (
        HttpContext context, ExportMyData export, [FromForm] string? ticket) =>
    {
        var user = context.User;
        var result = await export.ExecuteAsync(
            new ExportMyDataRequest(user.AccountId(), user.SessionKey() ?? "", ticket ?? ""), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        switch (result.Status)
        {
            case ExportMyDataStatus.TicketRefused:
                return Results.LocalRedirect($"{AccountPaths.MyData}?again=true");
            case ExportMyDataStatus.Busy:
                context.Response.Headers.RetryAfter = "5";
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            case ExportMyDataStatus.Exported:
                return Results.Bytes(result.Json, "application/json", "eshop-my-data.json");
            default:
                throw new InvalidOperationException($"Unknown status: {result.Status}.");
        }
    });
}

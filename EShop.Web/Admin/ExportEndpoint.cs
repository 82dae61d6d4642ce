using EShop.Core.Catalog.Import;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace EShop.Web.Admin;

/// <summary>All products as a file: what no page can be.</summary>
internal static class ExportEndpoint
{
    public const string Address = "/admin/products.csv";

    public static void MapProductExport(this WebApplication app) =>
        app.MapGet(Address, ExportAsync).RequireAuthorization(new AuthorizeAttribute { Roles = "Admin" });

    private static async Task<IResult> ExportAsync(HttpContext context, ExportProducts export, CancellationToken ct)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"products.csv\"";
        context.Response.Headers.CacheControl = "no-store";
        var request = new ExportProductsRequest(context.User.AccountIdOrNull() ?? 0, context.Response.Body);
        var result = await export.ExecuteAsync(request, ct);
        return result.Status == ExportProductsStatus.NotAllowed ? Results.Forbid() : Results.Empty;
    }
}

using EShop.Core.Coupons;
using EShop.Web.Accounts;

namespace EShop.Web.Admin;

/// <summary>What staff takes along of a coupon, as files: no page can be a file.</summary>
internal static class CouponExports
{
    public static void MapCouponExports(this WebApplication app)
    {
        app.MapGet("/admin/coupons/{id:long}/holders.csv", (long id, ExportCoupon export, HttpContext context) =>
            ExportAsync(context, export, (id, CouponExport.Holders))).RequireAuthorization();
        app.MapGet("/admin/coupons/{id:long}/codes.csv", (long id, ExportCoupon export, HttpContext context) =>
            ExportAsync(context, export, (id, CouponExport.Codes))).RequireAuthorization();
    }

    /// <summary>Who is no admin learns no more than that there is nothing here.</summary>
    private static async Task<IResult> ExportAsync(
        HttpContext context, ExportCoupon export, (long CouponId, CouponExport What) asked)
    {
        var ct = context.RequestAborted;
        var request = new ExportCouponRequest(context.User.AccountIdOrNull() ?? 0, asked.CouponId, asked.What);
        var result = await export.ExecuteAsync(request, ct);
        if (result.Status != ExportCouponStatus.Exported) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        var name = $"coupon-{asked.CouponId}-{asked.What.ToString().ToLowerInvariant()}.csv";
        return Results.Stream(
            async file =>
            {
                await using var writer = new StreamWriter(file, leaveOpen: true);
                await foreach (var line in result.Lines.WithCancellation(ct)) await writer.WriteAsync(line);
            },
            "text/csv; charset=utf-8", name);
    }
}

using EShop.Core.Coupons;

namespace EShop.Web.Coupons;

/// <summary>How many coupons are left, for the page that watches: one small answer for all visitors, which caches on
/// the way may keep for a second.</summary>
internal static class CouponsLeftEndpoint
{
    public const string Address = "/coupons/left";

    private const string ForASecond = "public, max-age=1";

    public static void MapCouponsLeft(this WebApplication app) =>
        app.MapGet(Address, async (ShowCouponsLeft show, HttpContext context) =>
        {
            var shown = await show.ExecuteAsync(context.RequestAborted);
            context.Response.Headers.CacheControl = ForASecond;
            return Results.Json(new
            {
                At = shown.At.ToUnixTimeMilliseconds(),
                Coupons = shown.Coupons.Select(c => new { Id = c.CouponId, c.Left, Paused = c.IsPaused }),
            });
        }).AllowAnonymous();
}

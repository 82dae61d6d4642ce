using EShop.Core.Catalog.Browse;

namespace EShop.Web.Catalog;

/// <summary>Pictures of products and categories. A key never changes its picture: browsers keep it for ever.</summary>
internal static class PictureEndpoint
{
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapPictures(this WebApplication app) =>
        app.MapGet("/pictures/{**key}", OpenAsync).AllowAnonymous();

    private static async Task<IResult> OpenAsync(
        string key, OpenProductPicture open, HttpContext context, CancellationToken ct)
    {
        var picture = await open.ExecuteAsync(new OpenProductPictureRequest(key), ct);
        switch (picture.Status)
        {
            case OpenProductPictureStatus.NotFound:
                return Results.NotFound();
            case OpenProductPictureStatus.StoreAway:
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            case OpenProductPictureStatus.Opened:
                context.Response.Headers.CacheControl = ForEver;
                context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
                return Results.Stream(picture.Content!, picture.ContentType);
            default:
                throw new InvalidOperationException($"Unknown status: {picture.Status}.");
        }
    }
}

using EShop.Core.Accounts;
using Microsoft.Net.Http.Headers;

namespace EShop.Web.Accounts;

/// <summary>Users' pictures: no page could be read into them, whatever they contain (abuse 34). A key is never written
/// twice, so a browser may keep them for good.</summary>
internal static class AvatarEndpoint
{
    /// <param name="key">As in the account's row, without size.</param>
    public static string AddressOf(string key, int side) => $"/{key}/{side}.webp";

    public static void MapAvatars(this WebApplication app) =>
        app.MapGet("/avatars/{name}/{side:int}.webp", async (
            string name, int side, OpenAvatar openAvatar, HttpContext context) =>
        {
            var opened = await openAvatar.ExecuteAsync(new OpenAvatarRequest(name, side), context.RequestAborted);
            if (opened.Content is null)
                return Results.StatusCode(
                    opened.Status == OpenAvatarStatus.NotFound
                        ? StatusCodes.Status404NotFound
                        : StatusCodes.Status503ServiceUnavailable);
            var headers = context.Response.Headers;
            headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
            headers[HeaderNames.ContentSecurityPolicy] = "sandbox; default-src 'none'";
            headers[HeaderNames.ContentDisposition] = "inline; filename=\"avatar.webp\"";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return Results.Stream(opened.Content, "image/webp");
        }).AllowAnonymous();
}

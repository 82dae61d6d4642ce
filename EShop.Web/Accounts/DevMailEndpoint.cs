using EShop.Core.Mail;
using Microsoft.Net.Http.Headers;

namespace EShop.Web.Accounts;

/// <summary>The HTML of a mail as it was sent, for the development mailbox: in a sandbox, so whatever it holds it can
/// only be looked at, with the styles that it carries.</summary>
internal static class DevMailEndpoint
{
    public static string AddressOf(string name) => $"/dev/mail/{name}";

    public static void MapDevMail(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;
        app.MapGet("/dev/mail/{name}", async (string name, OpenWrittenMail openWrittenMail, HttpContext context) =>
        {
            var opened = await openWrittenMail.ExecuteAsync(new OpenWrittenMailRequest(name), context.RequestAborted);
            if (opened.Status == OpenWrittenMailStatus.NotFound)
                return Results.NotFound();
            var headers = context.Response.Headers;
            headers[HeaderNames.ContentSecurityPolicy] =
                "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            headers[HeaderNames.CacheControl] = "no-store";
            return Results.Content(opened.Html, "text/html; charset=utf-8");
        }).AllowAnonymous();
    }
}

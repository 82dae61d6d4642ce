using System.Globalization;
using EShop.Core;
using Microsoft.Extensions.Options;

namespace EShop.Web.Shell;

/// <summary><c>/.well-known/security.txt</c> (RFC 9116): whom to tell of a hole. Without a contact there is no such
/// file, for a file that leads nowhere is worse than none.</summary>
internal static class SecurityContact
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(180);

    public static void MapSecurityContact(this WebApplication app) =>
        app.MapGet("/.well-known/security.txt", (
            IOptions<ShopOptions> shop, ShopAddress address, TimeProvider clock) =>
        {
            if (shop.Value.SecurityContact is not { Length: > 0 } contact)
                return Results.NotFound();
            var expires = (clock.GetUtcNow() + Life).ToString("yyyy-MM-ddT00:00:00Z", CultureInfo.InvariantCulture);
            return Results.Text(
                $"""
                Contact: {contact}
                Expires: {expires}
                Preferred-Languages: zh, en
                Canonical: {address.Of("/.well-known/security.txt")}

                """,
                "text/plain; charset=utf-8");
        }).AllowAnonymous();
}

using EShop.Core;
using EShop.Core.Accounts.Passkeys;
using Microsoft.Extensions.Options;

namespace EShop.Web.Accounts.SecondFactor;

/// <summary>What passkeys are bound to: the shop's public address. Only in Development, and only when none is set, it
/// is the host that the browser asked for, so that <c>localhost</c> works as it is.</summary>
public sealed class PasskeySites(IOptions<ShopOptions> options, ShopAddress address, IHostEnvironment environment)
{
    public PasskeySite Of(HttpContext context)
    {
        var own = options.Value.PublicUrl is null && environment.IsDevelopment()
            ? new Uri($"{context.Request.Scheme}://{context.Request.Host}")
            : address.Of("/");
        return new PasskeySite(own.Host, own.GetLeftPart(UriPartial.Authority));
    }
}

using EShop.Web.Shell;
using Microsoft.AspNetCore.Http;

namespace EShop.Tests.Shell;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", "https://shop.example", false)]
    [InlineData(null, "https://shop.example", true)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, true)]
    public void Only_our_own_pages_may_send(string? site, string? origin, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString("shop.example");
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;
        Assert.Equal(expected, SameOrigin.IsOwn(request));
    }
}

namespace EShop.Web.Shell;

/// <summary>The address of the page in hand, for links and switches that come back to it.</summary>
internal static class HereAddress
{
    public static string Of(HttpContext? context)
    {
        if (context is null)
            return Paths.Home;

        // An error page stands in for another address; the request's own path would name the error page.
        var failed = context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>();
        var address = failed is null
            ? context.Request.PathBase + context.Request.Path + context.Request.QueryString
            : failed.OriginalPathBase + failed.OriginalPath + failed.OriginalQueryString;
        return LocalAddress.OrHome(address);
    }
}

using EShop.Core.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace EShop.Web.Shell;

/// <summary>
/// Whoever asked for a page gets a page, in plain words, whatever went wrong; whoever asked for a file or by program
/// gets the bare status.
/// </summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(FailurePage.Address, createScopeForErrors: true);
        app.UseWhen(WantsPage, pages =>
            pages.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true));
        app.Use(RefuseBadRequestsAsync);
        app.Use((context, next) =>
        {
            // The page is shown for the request that failed; it must not be taken for a post to itself.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null
                || context.Features.Get<IExceptionHandlerPathFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
    }

    /// <summary>Too large a body, no token, a field that is none: the request is at fault, not the shop. A store that
    /// is locked or away is nobody's fault and passes.</summary>
    private static async Task RefuseBadRequestsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception busy) when (!context.Response.HasStarted && StoreBusyException.IsMeantBy(busy))
        {
            // Nothing was changed; the page says to try again shortly.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
        }
    }

    private static bool WantsPage(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

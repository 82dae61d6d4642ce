using System.Globalization;

namespace EShop.Web.Accounts;

/// <summary>The status that goes with a form shown again: people read the page, programs read the number.</summary>
internal static class FormReply
{
    public static void Invalid(HttpContext context) =>
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;

    /// <summary>The form is right; how things stand is not.</summary>
    public static void Conflict(HttpContext context) =>
        context.Response.StatusCode = StatusCodes.Status409Conflict;

    public static void TooMany(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        RetryAfter(context, retryAfter);
    }

    public static void Busy(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        RetryAfter(context, TimeSpan.FromSeconds(5));
    }

    /// <summary>Whole minutes, at least one, for sentences that say how long to wait.</summary>
    public static int Minutes(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));

    private static void RetryAfter(HttpContext context, TimeSpan wait) => context.Response.Headers.RetryAfter =
        Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

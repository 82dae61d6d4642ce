using EShop.Core.Health;

namespace EShop.Web.Health;

/// <summary>For load balancers and supervisors: <c>/health/live</c> says that the process answers, <c>/health/ready</c>
/// whether shoppers should be sent here (503: no). Without Redis, objects or the message broker a shop is
/// degraded, and sells.</summary>
internal static class HealthEndpoints
{
    public const string Prefix = "/health";

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", (HttpContext context) => Answer(context, 200, new { status = "live" }))
            .AllowAnonymous();
        app.MapGet("/health/ready", async (HttpContext context, CheckHealth check, CancellationToken ct) =>
        {
            var health = await check.ExecuteAsync(ct);
            return Answer(
                context,
                health.Status == CheckHealthStatus.Unready ? StatusCodes.Status503ServiceUnavailable : 200,
                new
                {
                    status = health.Status.ToString().ToLowerInvariant(),
                    database = Word(health.Database),
                    redis = Word(health.Redis),
                    objects = Word(health.Objects),
                    messages = Word(health.Messages),
                });
        }).AllowAnonymous();
    }

    private static IResult Answer(HttpContext context, int code, object body)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, statusCode: code);
    }

    private static string Word(bool isThere) => isThere ? "ok" : "away";
}

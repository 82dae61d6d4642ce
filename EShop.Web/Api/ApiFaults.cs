using System.Text.Json;
using EShop.Core.Storage;

namespace EShop.Web.Api;

/// <summary>Whatever goes wrong on the way through the API ends in problem details: a body that is none, a store that
/// is busy, a bare status. Nothing of the inside is told.</summary>
internal sealed partial class ApiFaults(RequestDelegate next, ILogger<ApiFaults> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        Refusal? refusal = null;
        try
        {
            await next(context);
            if (IsBare(context.Response)) refusal = new Refusal(Problems.Of(context.Response.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            refusal = RefusalOf(fault);
            if (refusal.Kind == Problems.Failure) LogFailure(fault, context.Request.Method);
        }

        if (refusal is not null) await refusal.ExecuteAsync(context);
    }

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && response.ContentLength is null or 0;

    private static Refusal RefusalOf(Exception fault) => fault switch
    {
        BadHttpRequestException { InnerException: JsonException json } => new Refusal(Problems.Malformed)
        {
            Errors = new Dictionary<string, string> { [FieldOf(json)] = "NotReadable" },
        },
        BadHttpRequestException bad => new Refusal(Problems.Of(bad.StatusCode)),
        StoreBusyException => new Refusal(Problems.Busy),
        CommitUnknownException => new Refusal(Problems.OutcomeUnknown),
        _ => new Refusal(Problems.Failure),
    };

    /// <summary>From <c>$.quantity</c> the field; the body as a whole where none is to blame.</summary>
    private static string FieldOf(JsonException fault) =>
        fault.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";

    [LoggerMessage(Level = LogLevel.Error, Message = "An API request ({Method}) failed")]
    private partial void LogFailure(Exception fault, string method);
}

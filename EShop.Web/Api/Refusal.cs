using System.Globalization;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Api;

/// <summary>A "no" on its way out, written in the reader's language.</summary>
internal sealed partial class Refusal(ProblemKind kind) : IResult
{
    public const string ContentType = "application/problem+json";

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(2);

    public ProblemKind Kind => kind;

    /// <summary>When it may be tried again; a busy shop says so by itself.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the words have holes for.</summary>
    public object[] Values { get; init; } = [];

    /// <summary>The names in ApiWords of what is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>Adds what this kind of problem has to say besides.</summary>
    public Func<ApiProblem, ApiProblem> With { get; init; } = problem => problem;

    public Task ExecuteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var words = services.GetRequiredService<IStringLocalizer<ApiWords>>();
        var log = services.GetRequiredService<ILogger<Refusal>>();
        context.Response.StatusCode = kind.Status;
        if (WaitOf() is { } wait)
            context.Response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var problem = new ApiProblem
        {
            Type = kind.Type,
            Title = words[kind.Name],
            Status = kind.Status,
            Detail = words[kind.Name + "Text", Values],
            Code = kind.Code,
            Errors = Errors.Count == 0 ? null
                : Errors.ToDictionary(error => error.Key, error => new[] { words[error.Value].Value }),
        };
        LogRefused(log, kind.Code, kind.Status);
        return context.Response.WriteAsJsonAsync(
            With(problem), options: null, ContentType, context.RequestAborted);
    }

    private TimeSpan? WaitOf() =>
        RetryAfter ?? (kind.Status == StatusCodes.Status503ServiceUnavailable ? BusyPause : null);

    [LoggerMessage(Level = LogLevel.Information, Message = "API refused: {Code} ({Status})")]
    private static partial void LogRefused(ILogger log, string code, int status);
}

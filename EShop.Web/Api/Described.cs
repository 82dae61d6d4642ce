using Microsoft.AspNetCore.Authorization;

namespace EShop.Web.Api;

/// <summary>What an endpoint may refuse, for the document and for the test that holds it to its word.</summary>
internal sealed record Refusals(IReadOnlyList<ProblemKind> Kinds);

/// <summary>What an endpoint is for.</summary>
/// <param name="Id">A verb with its object, as clients are generated with it.</param>
internal sealed record Purpose(string Id, string Tag, string Summary, string Description);

/// <summary>Says of an endpoint what the document shall tell of it.</summary>
internal static class Described
{
    /// <summary>The purpose, and all that it may refuse: its own kinds and those that come with its kind of endpoint.
    /// </summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, Purpose purpose, params ProblemKind[] refusals)
    {
        endpoint.WithName(purpose.Id).WithTags(purpose.Tag)
            .WithSummary(purpose.Summary).WithDescription(purpose.Description);
        endpoint.Finally(builder => Declare(builder, refusals));
        return endpoint;
    }

    private static void Declare(EndpointBuilder builder, IEnumerable<ProblemKind> refusals)
    {
        var metadata = builder.Metadata;
        List<ProblemKind> all =
            [.. refusals, Problems.TooManyRequests, Problems.Busy, Problems.Failure];
        if (!metadata.OfType<GivesTokens>().Any()) all.Add(Problems.SessionEnded);
        if (!metadata.OfType<IAllowAnonymous>().Any()) all.Add(Problems.NotSignedIn);
        if (metadata.OfType<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>().Any())
            all.AddRange([Problems.Malformed, Problems.TooLarge, Problems.NotJson]);
        metadata.Add(new Refusals([.. all.Distinct()]));
        foreach (var status in all.Select(kind => kind.Status).Distinct().Order())
            metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [Refusal.ContentType]));
    }
}

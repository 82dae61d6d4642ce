using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace EShop.Web.Api;

/// <summary>The API described by machine for machines: <c>/openapi/v1.json</c>. What is said of an endpoint stands at
/// the endpoint (<see cref="Described"/>), what is said of a field at the field.</summary>
internal static class ApiDocument
{
    public const string Path = "/openapi/v1.json";

    private const string Name = "v1", Token = "token";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        document.ShouldInclude = endpoint =>
            $"/{endpoint.RelativePath}".StartsWith(ApiGate.Root, StringComparison.Ordinal);
        document.AddDocumentTransformer(Introduce);
        document.AddOperationTransformer(Complete);
        document.AddSchemaTransformer(AddExample);
    });

    public static void MapApiDocument(this WebApplication app) =>
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static Task Introduce(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "EShop",
            Version = Name,
            Description = "The shop for programs. Texts come in the language of Accept-Language (en, zh); amounts are "
                + "in minor units of the shop's currency; times are in UTC. Every refusal is problem details "
                + "(RFC 9457): decide by its code.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The access token of signIn.",
        };
        return Task.CompletedTask;
    }

    private static Task Complete(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var kinds = metadata.OfType<Refusals>().Single().Kinds;
        foreach (var (status, answer) in operation.Responses ?? [])
            Explain(answer, [.. kinds.Where(kind => $"{kind.Status}" == status)]);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            Explain(parameter);
        if (!metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(Token, context.Document)] = [],
            }];
        return Task.CompletedTask;
    }

    private static void Explain(IOpenApiResponse answer, IReadOnlyList<ProblemKind> kinds)
    {
        if (kinds.Count == 0 || answer is not OpenApiResponse refusal) return;
        refusal.Description = $"Refused: {string.Join(", ", kinds.Select(kind => kind.Code))}";
        if (kinds[0].Status is not (StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable))
            return;
        refusal.Headers ??= new Dictionary<string, IOpenApiHeader>();
        refusal.Headers["Retry-After"] = new OpenApiHeader
        {
            Description = "After how many seconds it may be tried again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        };
    }

    private static void Explain(OpenApiParameter parameter)
    {
        if (Parameters.Find(parameter.Name) is not { } known) return;
        parameter.Description = known.Description;
        parameter.Example = JsonValue.Create(known.Example);
        parameter.Required |= known.IsNeeded;
    }

    /// <summary>A body's example is the static Example of its type.</summary>
    private static Task AddExample(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        var isOurs = type.Namespace?.StartsWith(nameof(EShop), StringComparison.Ordinal) == true;
        if (context.JsonPropertyInfo is not null || !isOurs) return Task.CompletedTask;
        var example = type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (example is not null) schema.Examples = [JsonSerializer.SerializeToNode(example, type, json)!];
        return Task.CompletedTask;
    }
}

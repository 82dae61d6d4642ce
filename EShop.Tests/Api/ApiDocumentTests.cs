using System.Net;
using System.Text.Json;
using EShop.Tests.Support;
using EShop.Web.Api;
using Microsoft.AspNetCore.Routing;

namespace EShop.Tests.Api;

/// <summary>The document says of every endpoint what it does and what it answers, and is held to it.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Every_endpoint_is_described_with_all_its_answers()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var document = await ReadAsync(site);
        var paths = document.GetProperty("paths");
        var endpoints = site.Endpoints
            .Where(e => e.RoutePattern.RawText!.StartsWith(ApiGate.Root, StringComparison.Ordinal));
        var faults = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single();
            var path = endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal);
            if (!paths.TryGetProperty(path, out var item)
                || !item.TryGetProperty(method.ToLowerInvariant(), out var operation))
                faults.Add($"{method} {path} is not in the document");
            else faults.AddRange(FaultsOf(operation).Select(fault => $"{method} {path}: {fault}"));
        }
        Assert.Equal([], faults);
        Assert.Equal("3.1.1", document.GetProperty("openapi").GetString());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token")
            .GetProperty("scheme").GetString());
    }

    [Fact]
    public void Every_problem_has_words_in_both_languages()
    {
        var keys = Repository.Text("EShop.Web/Api/ApiWords.resx");
        Assert.Equal([], Problems.All
            .SelectMany(kind => new[] { kind.Name, kind.Name + "Text" })
            .Where(key => !keys.Contains($"name=\"{key}\"", StringComparison.Ordinal)));
        Assert.Equal(Problems.All.Count, Problems.All.Select(kind => kind.Code).Distinct().Count());
    }

    private static IEnumerable<string> FaultsOf(JsonElement operation)
    {
        foreach (var text in new[] { "operationId", "summary", "description" })
            if (!operation.TryGetProperty(text, out var said) || said.GetString() is not { Length: > 3 })
                yield return $"no {text}";
        var answers = operation.GetProperty("responses").EnumerateObject().ToDictionary(a => a.Name, a => a.Value);
        if (!answers.Keys.Any(status => status[0] == '2')) yield return "no answer of success";
        foreach (var needed in new[] { "401", "429", "500", "503" })
            if (!answers.ContainsKey(needed)) yield return $"no {needed}";
        foreach (var (status, answer) in answers.Where(a => a.Key[0] != '2'))
            if (!answer.GetProperty("content").TryGetProperty("application/problem+json", out _))
                yield return $"{status} is no problem details";
        if (!operation.TryGetProperty("parameters", out var parameters)) yield break;
        foreach (var parameter in parameters.EnumerateArray())
            if (!parameter.TryGetProperty("description", out _) || !parameter.TryGetProperty("example", out _))
                yield return $"parameter {parameter.GetProperty("name")} is not explained";
    }

    private static async Task<JsonElement> ReadAsync(ShopSite site)
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        using var answer = await http.GetAsync(
            new Uri(ApiDocument.Path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

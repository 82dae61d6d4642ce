using System.Text.Json;
using EShop.Tests.Support;
using EShop.Web.Api;

namespace EShop.Tests.Api;

/// <summary>The API's document as a measure: whether an answer is one that it promises.</summary>
internal sealed class DocumentShape(JsonElement document)
{
    public static async Task<DocumentShape> ReadAsync(ShopSite site)
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        var text = await http.GetStringAsync(
            new Uri(ApiDocument.Path, UriKind.Relative), TestContext.Current.CancellationToken);
        return new DocumentShape(JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>As <c>GET /products/{handle}</c>.</summary>
    public IEnumerable<string> Operations =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select $"{operation.Name.ToUpperInvariant()} {path.Name[ApiGate.Root.Length..]}";

    public IEnumerable<string> FaultsOf(string operation, ApiAnswer answer)
    {
        var (method, path) = (operation.Split(' ')[0].ToLowerInvariant(), ApiGate.Root + operation.Split(' ')[1]);
        var answers = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");
        if (!answers.TryGetProperty($"{(int)answer.Status}", out var promised))
            return [$"{operation}: {answer} is not promised"];
        var kind = answer.Message.Content.Headers.ContentType?.MediaType;
        if (kind is null) return promised.TryGetProperty("content", out _) ? [$"{operation}: no content"] : [];
        return promised.GetProperty("content").TryGetProperty(kind, out var content)
            ? FaultsOf(content.GetProperty("schema"), answer.Body, operation)
            : [$"{operation}: {kind} is not promised"];
    }

    private IEnumerable<string> FaultsOf(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var name))
            schema = document.GetProperty("components").GetProperty("schemas")
                .GetProperty(name.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Any(one => !FaultsOf(one, value, at).Any())
                ? []
                : [$"{at}: {value} is none of them"];
        if (schema.TryGetProperty("enum", out var words) && value.ValueKind == JsonValueKind.String)
            return words.EnumerateArray().Any(word => word.ValueEquals(value.GetString()))
                ? []
                : [$"{at}: {value} is no word of it"];
        if (schema.TryGetProperty("type", out var type) && !IsOf(type, value)) return [$"{at}: {value} is no {type}"];
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray()
                .SelectMany((item, i) => FaultsOf(schema.GetProperty("items"), item, $"{at}[{i}]")),
            JsonValueKind.Object when schema.TryGetProperty("properties", out var members) =>
                FaultsOf(members, (schema, value), at),
            _ => [],
        };
    }

    private IEnumerable<string> FaultsOf(
        JsonElement members, (JsonElement Schema, JsonElement Value) of, string at)
    {
        if (of.Schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!))
                if (!of.Value.TryGetProperty(name, out _)) yield return $"{at}.{name} is missing";
        foreach (var member in of.Value.EnumerateObject())
        {
            if (!members.TryGetProperty(member.Name, out var schema))
                yield return $"{at}.{member.Name} is not promised";
            else
                foreach (var fault in FaultsOf(schema, member.Value, $"{at}.{member.Name}")) yield return fault;
        }
    }

    private static bool IsOf(JsonElement type, JsonElement value)
    {
        string[] types = type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
            : [type.GetString()!];
        return value.ValueKind switch
        {
            JsonValueKind.String => types.Contains("string"),
            JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
            JsonValueKind.Null => types.Contains("null"),
            JsonValueKind.Object => types.Contains("object"),
            JsonValueKind.Array => types.Contains("array"),
            _ => false,
        };
    }
}

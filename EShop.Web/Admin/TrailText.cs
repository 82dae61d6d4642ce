using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>Makes the codes and notes of the trail of staff actions into something to be read.</summary>
internal static class TrailText
{
    private const int ShownMax = 300;

    // It is shown as text, which the page encodes; Chinese is to stay Chinese.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Words for <c>coupon.publish</c>; a code without words stands for itself.</summary>
    public static string Action(IStringLocalizer<AdminWords> Words, string action) =>
        Words[$"Action_{action.Replace('.', '_')}"] is { ResourceNotFound: false } word ? word : action;

    /// <summary>Words for <c>coupon 4</c>.</summary>
    public static string Subject(IStringLocalizer<AdminWords> Words, string subject)
    {
        var space = subject.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return subject;
        var word = Words[$"Subject_{subject[..space]}", subject[(space + 1)..]];
        return word.ResourceNotFound ? subject : word;
    }

    /// <summary>Of two rows told whole, only what differs between them; anything else as it was written.</summary>
    public static (string Before, string After) Difference(string before, string after)
    {
        if (Parts(before) is not { } then || Parts(after) is not { } now) return (Short(before), Short(after));
        var changed = now.Keys.Union(then.Keys)
            .Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name)).ToList();
        return (Told(changed, then), Told(changed, now));
    }

    private static string Told(IEnumerable<string> names, Dictionary<string, string> parts) =>
        Short(string.Join("\n", names.Select(name => $"{name}: {parts.GetValueOrDefault(name)}")));

    /// <summary>The parts of a row; none of an empty text; null: this is no row, or a row that was cut.</summary>
    private static Dictionary<string, string>? Parts(string text)
    {
        if (text.Length == 0) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!
                .ToDictionary(part => part.Key, part => JsonSerializer.Serialize(part.Value, Readable));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= ShownMax ? text : text[..ShownMax] + "…";
}

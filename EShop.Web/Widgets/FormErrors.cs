namespace EShop.Web.Widgets;

/// <summary>
/// What is wrong in a posted form, by the name of the field ("" for the form as a whole). A page fills it from the use
/// case's status, hands each field its own line and the whole to ErrorSummary.
/// </summary>
public sealed class FormErrors
{
    private readonly Dictionary<string, string> _lines = [];

    public string? this[string name] => _lines.GetValueOrDefault(name);

    public bool Any => _lines.Count > 0;

    internal IReadOnlyDictionary<string, string> Lines => _lines;

    /// <summary>The first thing said of a field stays.</summary>
    public void Add(string name, string text) => _lines.TryAdd(name, text);
}

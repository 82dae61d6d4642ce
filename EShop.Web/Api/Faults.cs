namespace EShop.Web.Api;

/// <summary>Collects what is wrong with a request, all of it at once: by field, the name in ApiWords of what to say.
/// </summary>
internal sealed class Faults
{
    private readonly Dictionary<string, string> _found = [];

    /// <summary>The answer; null when nothing is wrong.</summary>
    public Refusal? Refusal => _found.Count == 0 ? null : new Refusal(Problems.Invalid) { Errors = _found };

    public Faults Add(string field, string word)
    {
        _found.TryAdd(field, word);
        return this;
    }

    public Faults Need(string field, object? value) =>
        value is null or "" ? Add(field, "Missing") : this;
}

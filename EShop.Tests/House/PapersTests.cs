using EShop.Tests.Support;

namespace EShop.Tests.House;

/// <summary>What is promised later is an issue, not a comment; and decisions can be cited by number.</summary>
public sealed class PapersTests
{
    [Fact]
    public void Nothing_is_put_off_in_a_comment()
    {
        // Put together here, so that this file does not find itself.
        string[] words = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];
        Rule.Holds(
            $"None of {string.Join(", ", words)}: do it, or file an issue.",
            from file in Repository.Files(".", ".cs", ".razor", ".sh", ".css", ".js", ".md", ".resx", ".props")
            from line in Repository.Lines(file).Index()
            where words.Any(word => line.Item.Contains(word, StringComparison.Ordinal))
            select $"{file}:{line.Index + 1}: {line.Item.Trim()}");
    }

    [Fact]
    public void Decisions_are_numbered_without_a_gap()
    {
        var names = Repository.Files("docs/decisions", ".md").Select(file => Path.GetFileName(file)).ToList();
        var numbers = names.Select(name => name[..4]).ToList();
        Assert.Equal(Enumerable.Range(1, names.Count).Select(number => $"{number:0000}"), numbers);
    }

    [Fact]
    public void A_decision_names_what_it_rejected_and_what_gets_harder() => Rule.Holds(
        "A decision record has the headings Decision, Rejected alternatives, What gets harder, When it does not apply.",
        from file in Repository.Files("docs/decisions", ".md")
        let text = Repository.Text(file)
        from heading in new[] { "Decision", "Rejected alternatives", "What gets harder", "When it does not apply" }
        where !text.Contains($"## {heading}\n", StringComparison.Ordinal)
        select $"{file}: no heading '{heading}'");
}

using System.Text.RegularExpressions;
using System.Xml.Linq;
using EShop.Tests.Support;

namespace EShop.Tests.House;

/// <summary>Both languages say the same things, and every word that a page asks for is there: a missing one would
/// show its key to a shopper.</summary>
public sealed partial class WordsTests
{
    private static readonly IReadOnlyList<string> Files = Repository.Files(".", ".resx");

    [Fact]
    public void Every_text_is_there_in_both_languages() => Rule.Holds(
        "A key stands in X.resx (English) and in X.zh.resx (Chinese).",
        from file in Files
        let pair = file.EndsWith(".zh.resx", StringComparison.Ordinal)
            ? file.Replace(".zh.resx", ".resx", StringComparison.Ordinal)
            : file.Replace(".resx", ".zh.resx", StringComparison.Ordinal)
        from key in Texts(file).Keys
        where !Texts(pair).ContainsKey(key)
        select $"{pair}: no '{key}'");

    [Fact]
    public void No_text_is_empty() => Rule.Holds(
        "A text is not empty.",
        from file in Files
        from text in Texts(file)
        where string.IsNullOrWhiteSpace(text.Value)
        select $"{file}: {text.Key}");

    // Not the same ones: a discount is "{0}% off" in English and a rest of "{1} 折" in Chinese.
    [Fact]
    public void Both_languages_take_as_many_values() => Rule.Holds(
        "A text takes as many values ({0}, {1} …) in both languages.",
        from file in Files
        where file.EndsWith(".zh.resx", StringComparison.Ordinal)
        let english = Texts(file.Replace(".zh.resx", ".resx", StringComparison.Ordinal))
        from text in Texts(file)
        where english.ContainsKey(text.Key) && Holes(english[text.Key]) != Holes(text.Value)
        select $"{file}: {text.Key}: '{english[text.Key]}' and '{text.Value}'");

    [Fact]
    public void Every_key_that_code_asks_for_exists() => Rule.Holds(
        "A key that is used is in the resource file (of \"Begin{something}\" at least one begins so).",
        from file in Repository.Files("EShop.Web", ".razor", ".cs").Concat(Repository.Files("EShop.Core", ".cs"))
        let source = Repository.Text(file)
        from Match localizer in Localizer().Matches(source)
        let resources = Files.SingleOrDefault(words => Path.GetFileName(words) == $"{localizer.Groups["words"]}.resx")
        from use in Uses(source, localizer.Groups["name"].Value)
        where resources is null || !Texts(resources).Keys.Any(key =>
            use.IsBeginning ? key.StartsWith(use.Key, StringComparison.Ordinal) : key == use.Key)
        select $"{file}: {localizer.Groups["words"]}[\"{use.Key}\"]");

    private static IEnumerable<(string Key, bool IsBeginning)> Uses(string source, string localizer) =>
        from Match use in Regex.Matches(source, $"\\b{localizer}\\[(?<hole>\\$)?\"(?<key>\\w+)(?<end>[\"{{])")
        select (use.Groups["key"].Value, use.Groups["hole"].Success && use.Groups["end"].Value == "{");

    private static Dictionary<string, string> Texts(string file) =>
        File.Exists(Path.Combine(Repository.Root, file))
            ? XDocument.Parse(Repository.Text(file)).Root!.Elements("data")
                .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "")
            : [];

    private static int Holes(string text) =>
        Hole().Matches(text).Select(hole => hole.Groups[1].Value).Distinct().Count();

    [GeneratedRegex(@"IStringLocalizer<(?:\w+\.)*(?<words>\w+Words)>\??\s+(?<name>\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Hole();
}

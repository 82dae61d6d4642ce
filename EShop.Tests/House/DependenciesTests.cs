using System.Reflection;
using System.Text.RegularExpressions;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.House;

/// <summary>Which feature of EShop.Core may know which: arrows point one way, and a new one is a line changed here.
/// <c>CoreRegistration.cs</c>, the table of contents, knows all.</summary>
public sealed partial class DependenciesTests
{
    private static readonly string[] Ground = ["Primitives", "Storage", "Telemetry"];
    private static readonly string[] Shelves =
        [.. Ground, "Redis", "Locks", "Objects", "Mail", "Messaging", "Audit", "Jobs"];
    private static readonly string[] Taking = [.. Shelves, "Accounts", "Inventory", "Catalog"];

    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Primitives"] = [],
        ["Telemetry"] = [],
        ["Storage"] = ["Primitives"], // it finds the entities by scanning the assembly
        ["Redis"] = ["Primitives"],
        ["Locks"] = [.. Ground, "Redis"], // a turn passes the store's gate
        ["Jobs"] = [.. Ground, "Telemetry", "Redis", "Locks"],
        ["Objects"] = ["Primitives"],
        ["Mail"] = [.. Ground, "Redis", "Locks"],
        ["Messaging"] = [.. Ground, "Redis", "Locks"],
        ["Audit"] = Ground,
        ["Accounts"] = Shelves,
        ["Inventory"] = [.. Shelves, "Accounts"], // it knows SKUs by id alone
        ["Catalog"] = [.. Shelves, "Accounts", "Inventory"], // lists say what is in stock; imports bring it
        ["Carts"] = Taking,
        ["Coupons"] = Taking,
        ["Orders"] = [.. Taking, "Carts", "Coupons"],
        ["Payments"] = [.. Taking, "Carts", "Coupons", "Orders"],
        ["Health"] = [.. Ground, "Redis", "Objects", "Messaging"],
        ["Books"] = [.. Taking, "Carts", "Coupons", "Orders", "Payments"],
        ["Staff"] = [.. Taking, "Carts", "Coupons", "Orders", "Payments", "Books"], // across features
        ["Privacy"] = [.. Taking, "Carts", "Coupons", "Orders", "Payments"], // what all of them keep of a person
        ["Demo"] = [.. Taking, "Coupons"],
    };

    // The Identity base class of the context must be told the account and the role; nothing else of Storage may.
    private const string KnowsAccounts = "EShop.Core/Storage/ShopDbContext.cs";

    private static readonly Assembly Core = typeof(Money).Assembly;

    [Fact]
    public void Every_feature_has_its_line_in_the_table() => Rule.Holds(
        "A feature (a folder of EShop.Core) has a line in DependenciesTests.MayKnow.",
        Features().Where(feature => !MayKnow.ContainsKey(feature)));

    [Fact]
    public void Features_know_only_what_the_table_allows() => Rule.Holds(
        "Arrows between features point one way: see DependenciesTests.MayKnow.",
        from file in Repository.Files("EShop.Core", ".cs")
        let feature = FeatureOf(file)
        where feature is not null && MayKnow.ContainsKey(feature)
        from line in Repository.Lines(file).Index()
        where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from known in Mentioned(line.Item)
        where known != feature && !MayKnow[feature].Contains(known) && (file, known) != (KnowsAccounts, "Accounts")
        select $"{file}:{line.Index + 1}: {feature} → {known}: {line.Item.Trim()}");

    [Fact]
    public void The_table_has_no_circle()
    {
        var open = MayKnow.ToDictionary(row => row.Key, row => row.Value.ToHashSet());
        while (open.Count > 0)
        {
            var free = open.Where(row => !row.Value.Any(open.ContainsKey)).Select(row => row.Key).ToList();
            Assert.True(free.Count > 0, $"A circle among {string.Join(", ", open.Keys)}");
            free.ForEach(feature => open.Remove(feature));
        }
    }

    [Fact]
    public void The_web_knows_neither_database_nor_Redis() => Rule.Holds(
        "EShop.Web calls use cases: it references no database, Redis, lock, mail or scheduler library.",
        from reference in typeof(Program).Assembly.GetReferencedAssemblies()
        let name = reference.Name!
        where ForbiddenToWeb().IsMatch(name)
        select name);

    [Fact]
    public void The_core_knows_no_page() => Rule.Holds(
        "EShop.Core draws nothing.",
        from reference in Core.GetReferencedAssemblies()
        where reference.Name!.Contains("Components", StringComparison.Ordinal) || reference.Name == "MudBlazor"
        select reference.Name);

    [Fact]
    public void Namespaces_follow_folders() => Rule.Holds(
        "The namespace of a file is its folder.",
        from project in new[] { "EShop.Core", "EShop.Web", "EShop.Tests", "EShop.Bench" }
        from file in Repository.Files(project, ".cs")
        from line in Repository.Lines(file)
        where line.StartsWith("namespace ", StringComparison.Ordinal)
        let written = line.Split(' ', ';')[1]
        where written != Path.GetDirectoryName(file)!.Replace('/', '.')
        select $"{file}: {written}");

    private static IEnumerable<string> Features() => Repository.Files("EShop.Core", ".cs")
        .Select(FeatureOf).OfType<string>().Distinct();

    private static string? FeatureOf(string file) => file.Split('/') is [_, var feature, _, ..] ? feature : null;

    // Named by a using, in full, or by its last part ("Coupons.Claim"), which C# allows inside EShop.Core.
    private static IEnumerable<string> Mentioned(string line) =>
        from Match mention in Mention().Matches(line)
        let feature = mention.Groups["feature"].Value
        where MayKnow.ContainsKey(feature)
        where mention.Groups["full"].Success
            || Core.GetType($"EShop.Core.{feature}.{mention.Groups["type"].Value}") is not null
        select feature;

    [GeneratedRegex(@"(?<full>\bEShop\.Core\.)(?<feature>[A-Z]\w+)|(?<![\w.])(?<feature>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
    private static partial Regex Mention();

    [GeneratedRegex(
        "EntityFrameworkCore|Sqlite|Npgsql|Redis|Garnet|DistributedLock|MailKit|MimeKit|Quartz|AWSSDK|RabbitMQ")]
    private static partial Regex ForbiddenToWeb();
}

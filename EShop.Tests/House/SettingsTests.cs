using System.Reflection;
using EShop.Core;
using EShop.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace EShop.Tests.House;

/// <summary>Every setting can be looked up, and a misspelt one is not silently left at its default.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Every_setting_stands_in_the_readme(string readme) => Rule.Holds(
        $"{readme} names every setting, as `Section:Name`, and no other.",
        Settings().Except(Named(readme)).Select(missing => $"{readme}: `{missing}` is missing")
            .Concat(Named(readme).Except(Settings()).Select(stray => $"{readme}: `{stray}` is no setting")));

    [Fact]
    public void A_misspelt_setting_is_found_by_name()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Shop:DataFoldr"] = "x",
            ["orders:paylimit"] = "00:05:00",
            ["Elsewhere:Anything"] = "1",
        }).Build();
        var line = Assert.Single(UnknownSettings.In(configuration));
        Assert.Equal(
            "Shop:DataFoldr is not a setting; Shop has Currency, DataFolder, PublicUrl, SecurityContact", line);
    }

    private static IEnumerable<string> Settings() =>
        from options in typeof(ShopOptions).Assembly.GetTypes()
        where options.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true }
        from property in options.GetProperties()
        where property.CanWrite
        select $"{options.GetField("Section")!.GetRawConstantValue()}:{property.Name}";

    private static IEnumerable<string> Named(string readme) =>
        from line in Repository.Lines(readme)
        where line.StartsWith("| `", StringComparison.Ordinal)
        from cell in line.Split('|')[1].Split(',')
        let name = cell.Trim().Trim('`')
        where name.Contains(':', StringComparison.Ordinal)
        select name;
}

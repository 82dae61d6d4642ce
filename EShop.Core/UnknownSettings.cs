using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace EShop.Core;

/// <summary>Finds settings that nobody reads: a misspelt name would otherwise leave the default in force, silently.
/// </summary>
public static class UnknownSettings
{
    /// <summary>Each stray key of a section of ours with what could be meant, as a line to be read.</summary>
    public static IReadOnlyList<string> In(IConfiguration configuration) =>
    [
        .. from options in typeof(ShopOptions).Assembly.GetTypes()
           where options.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true }
           let section = (string)options.GetField("Section")!.GetRawConstantValue()!
           let known = options.GetProperties().Where(property => property.CanWrite).Select(p => p.Name).ToList()
           from given in configuration.GetSection(section).GetChildren()
           where !known.Contains(given.Key, StringComparer.OrdinalIgnoreCase)
           orderby section
           select $"{section}:{given.Key} is not a setting; {section} has {string.Join(", ", known.Order())}",
    ];
}

namespace EShop.Tests.House;

internal static class Rule
{
    /// <summary>Fails with every offender named, not only the first one.</summary>
    public static void Holds(string rule, IEnumerable<string> offenders)
    {
        var all = offenders.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{rule}\n  {string.Join("\n  ", all)}");
    }
}

namespace EShop.Core.Catalog;

/// <summary>Tags in one column, each between two commas, so that LIKE finds a whole one.</summary>
internal static class TagList
{
    public static string Join(IReadOnlyCollection<string> tags) =>
        tags.Count == 0 ? "" : $",{string.Join(',', tags)},";

    public static string[] Split(string tags) => tags.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

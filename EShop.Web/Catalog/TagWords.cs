using Microsoft.Extensions.Localization;

namespace EShop.Web.Catalog;

/// <summary>The tags of the demo shop in the reader's language; a tag without a word is shown as it is.</summary>
public sealed class TagWords;

internal static class TagNames
{
    public static string NameOf(this IStringLocalizer<TagWords> tags, string tag) =>
        tags[tag] is { ResourceNotFound: false } word ? word : tag;
}

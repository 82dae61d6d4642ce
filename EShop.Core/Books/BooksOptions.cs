namespace EShop.Core.Books;

/// <summary>How the books are checked; section <c>Books</c>.</summary>
public sealed class BooksOptions
{
    public const string Section = "Books";

    /// <summary>How long after it was due a thing may still be open before a <i>bounded</i> line counts as broken, 0 to
    /// 1 h, default 60 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the books are checked by themselves, 10 s to 1 day, default 5 min. Each check reads every
    /// row once: some seconds with a million orders.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Books;

/// <summary>One run of the books, kept as history: when, whether all held, and the lines as JSON.</summary>
internal sealed class BookCheck
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required bool IsClean { get; init; }
    public required long TookMs { get; init; }
    public required string LinesJson { get; init; }
}

internal sealed class BookCheckConfiguration : IEntityTypeConfiguration<BookCheck>
{
    public void Configure(EntityTypeBuilder<BookCheck> builder)
    {
        builder.ToTable("book_checks");
        builder.HasIndex(c => c.At);
    }
}

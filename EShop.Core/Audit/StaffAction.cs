using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Audit;

/// <summary>Who of the staff did what to what, before and after; written in the transaction of the change,
/// insert-only.</summary>
internal sealed class StaffAction
{
    public const int TextMax = 2000;

    public long Id { get; private set; }
    public required long StaffId { get; init; }

    /// <summary>What was done, as <c>coupon.publish</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, as <c>coupon 4</c>.</summary>
    public required string Subject { get; init; }

    public required string Before { get; init; }
    public required string After { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class StaffActionConfiguration : IEntityTypeConfiguration<StaffAction>
{
    public void Configure(EntityTypeBuilder<StaffAction> builder)
    {
        builder.ToTable("staff_actions");
        builder.Property(a => a.Action).HasMaxLength(60);
        builder.Property(a => a.Subject).HasMaxLength(120);
        builder.Property(a => a.Before).HasMaxLength(StaffAction.TextMax);
        builder.Property(a => a.After).HasMaxLength(StaffAction.TextMax);
        builder.HasIndex(a => a.At);
    }
}

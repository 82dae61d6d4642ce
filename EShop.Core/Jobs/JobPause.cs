using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Jobs;

/// <summary>A job that staff has paused, on every node and for as long as the row is there, also over restarts; who
/// and when besides stands in the trail of staff.</summary>
internal sealed class JobPause
{
    public const int NameMax = 60;

    public required string Job { get; init; }
    public required DateTimeOffset At { get; init; }

    public static Task<bool> IsPausedAsync(ShopDbContext db, string job, CancellationToken ct) =>
        db.Set<JobPause>().AnyAsync(p => p.Job == job, ct);
}

internal sealed class JobPauseConfiguration : IEntityTypeConfiguration<JobPause>
{
    public void Configure(EntityTypeBuilder<JobPause> builder)
    {
        builder.ToTable("job_pauses");
        builder.HasKey(p => p.Job);
        builder.Property(p => p.Job).HasMaxLength(JobPause.NameMax);
    }
}

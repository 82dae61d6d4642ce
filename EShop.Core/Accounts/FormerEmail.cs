using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Accounts;

/// <summary>The address that an account had until it was changed. For a while nobody else gets it, and its mailbox can
/// take the account back: who stole a password and changed the address must not keep the account.</summary>
internal sealed class FormerEmail
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }
    public required string Email { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required DateTimeOffset HeldUntil { get; init; }
}

internal sealed class FormerEmailConfiguration : IEntityTypeConfiguration<FormerEmail>
{
    public void Configure(EntityTypeBuilder<FormerEmail> builder)
    {
        builder.ToTable("former_emails");
        builder.Property(f => f.Email).HasMaxLength(EmailAddress.LengthMax);
        builder.HasIndex(f => f.Email).IsUnique();
        builder.HasIndex(f => f.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal static class FormerEmails
{
    /// <summary>How long an address can take its account back.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromDays(7);

    public static Task<bool> IsHeldAsync(
        ShopDbContext db, EmailAddress email, DateTimeOffset now, CancellationToken ct) =>
        db.Set<FormerEmail>().AnyAsync(f => f.Email == email.Value && f.HeldUntil > now, ct);

    /// <summary>An account may go back to an address of its own.</summary>
    public static Task<bool> IsHeldByAnotherAsync(
        ShopDbContext db, Account account, EmailAddress email, DateTimeOffset now, CancellationToken ct) =>
        db.Set<FormerEmail>().AnyAsync(
            f => f.Email == email.Value && f.HeldUntil > now && f.AccountId != account.Id, ct);

    /// <summary>Holds the address that the account leaves. What is over, or is the account's own again, makes room.
    /// </summary>
    public static async Task HoldAsync(
        ShopDbContext db, Account account, (EmailAddress From, EmailAddress To) change, DateTimeOffset now,
        CancellationToken ct)
    {
        await db.Set<FormerEmail>()
            .Where(f => f.HeldUntil <= now || (f.AccountId == account.Id && f.Email == change.To.Value))
            .ExecuteDeleteAsync(ct);
        db.Add(new FormerEmail
        {
            AccountId = account.Id, Email = change.From.Value, ChangedAt = now, HeldUntil = now + HeldFor,
        });
    }

    /// <summary>Gives the account back to an address that it had; null: it had none such. Addresses that it got since
    /// then have no claim on it any more.</summary>
    public static async Task<Account?> TakeBackAsync(
        ShopDbContext db, EmailAddress email, DateTimeOffset now, CancellationToken ct)
    {
        var held = await db.Set<FormerEmail>().AsNoTracking()
            .SingleOrDefaultAsync(f => f.Email == email.Value && f.HeldUntil > now, ct);
        if (held is null)
            return null;
        if (await AccountWrites.EnterAsync(db, held.AccountId, ct) is not { } account)
            return null;
        var ended = await db.Set<FormerEmail>().Where(f => f.AccountId == held.AccountId && f.Id >= held.Id)
            .ExecuteDeleteAsync(ct);
        if (ended == 0)
            return null;
        account.MoveTo(email);
        return account;
    }
}

using System.Security.Cryptography;
using System.Text;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Accounts;

/// <summary>That an erased account had a certain address, without the address: a keyed hash, of use only to whoever
/// types the same address again. It keeps one person from erasing and signing up for a coupon each time.</summary>
internal sealed class ErasedAddress
{
    public required string Hash { get; init; }
    public required DateTimeOffset ErasedAt { get; init; }
}

/// <summary>A key that must outlive Redis, sealed by data protection; the row alone tells nothing.</summary>
internal sealed class SealedKey
{
    public required string Name { get; init; }
    public required byte[] Value { get; set; }
}

internal sealed class ReturningCustomersConfiguration :
    IEntityTypeConfiguration<ErasedAddress>, IEntityTypeConfiguration<SealedKey>
{
    public void Configure(EntityTypeBuilder<ErasedAddress> builder)
    {
        builder.ToTable("erased_addresses");
        builder.HasKey(a => a.Hash);
        builder.Property(a => a.Hash).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<SealedKey> builder)
    {
        builder.ToTable("sealed_keys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(40);
    }
}

/// <summary>Tells who has been a customer before, under the address that they sign up with now.</summary>
public sealed class ReturningCustomers(ShopStore store, IDataProtectionProvider protection) : IDisposable
{
    private const string KeyName = "erased-addresses";
    private const int KeyLength = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("EShop.ReturningCustomers.v1");
    private readonly SemaphoreSlim _one = new(1, 1);
    private byte[]? _key;

    internal async Task<string> HashAsync(EmailAddress email, CancellationToken ct)
    {
        var key = _key ?? await LoadAsync(ct);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(email.Value)));
    }

    internal static Task<bool> IsKnownAsync(ShopDbContext db, string hash, CancellationToken ct) =>
        db.Set<ErasedAddress>().AnyAsync(a => a.Hash == hash, ct);

    public void Dispose() => _one.Dispose();

    private async Task<byte[]> LoadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return _key ??= await ReadOrMakeAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<byte[]> ReadOrMakeAsync(CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(db => ReadOrMakeAsync(db, ct), ct);
        }
        catch (Exception failure) when (StoreErrors.IsDuplicate(failure))
        {
            // Another node made it at the same moment.
            return await store.WriteAsync(db => ReadOrMakeAsync(db, ct), ct);
        }
    }

    private async Task<byte[]> ReadOrMakeAsync(ShopDbContext db, CancellationToken ct)
    {
        var row = await db.Set<SealedKey>().SingleOrDefaultAsync(k => k.Name == KeyName, ct);
        if (row is not null && TryOpen(row.Value, out var key))
            return key;
        // Sealed by a ring that is gone: what was hashed under it can never be compared again.
        key = RandomNumberGenerator.GetBytes(KeyLength);
        if (row is null)
            db.Add(new SealedKey { Name = KeyName, Value = _protector.Protect(key) });
        else
            row.Value = _protector.Protect(key);
        return key;
    }

    private bool TryOpen(byte[] sealedKey, out byte[] key)
    {
        try
        {
            key = _protector.Unprotect(sealedKey);
            return true;
        }
        catch (CryptographicException)
        {
            key = [];
            return false;
        }
    }
}

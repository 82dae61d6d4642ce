using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum SaveAddressStatus
{
    InvalidFields = 1,

    /// <summary>No such address, or another shopper's: the same answer (abuse 47).</summary>
    NotFound = 2,
    TooMany = 3,
    Saved = 4,
}

/// <param name="AccountId">Whose address.</param>
/// <param name="AddressId">Which one to change; null for a new one.</param>
/// <param name="Fields">As typed.</param>
/// <param name="IsDefault">Makes it the default. The first one always is.</param>
public sealed record SaveAddressRequest(long AccountId, long? AddressId, AddressFields Fields, bool IsDefault);

public sealed record SaveAddressResult(SaveAddressStatus Status, IReadOnlyList<AddressField> Problems, long AddressId);

/// <summary>Adds or changes an address. An index sees to it that at most one is the default.</summary>
public sealed class SaveAddress(ShopStore store)
{
    public const int AddressesMax = 20;

    public async Task<SaveAddressResult> ExecuteAsync(SaveAddressRequest request, CancellationToken ct)
    {
        var fields = request.Fields.Clean();
        var problems = fields.Problems();
        if (problems.Count > 0)
            return new SaveAddressResult(SaveAddressStatus.InvalidFields, problems, 0);
        return await store.WriteAsync(
            async db =>
            {
                var mine = await db.Set<Address>().Where(a => a.AccountId == request.AccountId).ToListAsync(ct);
                var address = mine.SingleOrDefault(a => a.Id == request.AddressId);
                if (request.AddressId is not null && address is null)
                    return new SaveAddressResult(SaveAddressStatus.NotFound, [], 0);
                if (address is null && mine.Count >= AddressesMax)
                    return new SaveAddressResult(SaveAddressStatus.TooMany, [], 0);
                address = address is null ? Add(db, request.AccountId, fields) : Change(address, fields);
                if (request.IsDefault || mine.All(a => a == address))
                    await DefaultAddress.MoveToAsync(db, mine, address, ct);
                await db.SaveChangesAsync(ct);
                return new SaveAddressResult(SaveAddressStatus.Saved, [], address.Id);
            },
            ct);
    }

    private static Address Add(ShopDbContext db, long accountId, AddressFields fields)
    {
        var address = new Address
        {
            AccountId = accountId, Recipient = fields.Recipient, Phone = fields.Phone, Region = fields.Region,
            Line = fields.Line, PostalCode = fields.PostalCode,
        };
        db.Add(address);
        return address;
    }

    private static Address Change(Address address, AddressFields fields)
    {
        address.Recipient = fields.Recipient;
        address.Phone = fields.Phone;
        address.Region = fields.Region;
        address.Line = fields.Line;
        address.PostalCode = fields.PostalCode;
        return address;
    }
}

internal static class DefaultAddress
{
    /// <summary>The old one is cleared by a statement of its own: the index allows one at every moment.</summary>
    public static async Task MoveToAsync(
        ShopDbContext db, IReadOnlyList<Address> mine, Address wanted, CancellationToken ct)
    {
        foreach (var other in mine.Where(a => a != wanted))
            other.IsDefault = false;
        await db.SaveChangesAsync(ct);
        wanted.IsDefault = true;
    }
}

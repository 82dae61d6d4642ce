using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <param name="Region">Province, city and district, as the shopper writes them.</param>
/// <param name="Line">Street, number, door.</param>
public sealed record AddressRow(
    long Id, string Recipient, string Phone, string Region, string Line, string PostalCode, bool IsDefault);

/// <summary>The account's addresses, the default one first, then the newest.</summary>
public sealed class ListAddresses(ShopStore store)
{
    public Task<IReadOnlyList<AddressRow>> ExecuteAsync(long accountId, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<AddressRow>>(
            async db => await db.Set<Address>().Where(a => a.AccountId == accountId)
                .OrderByDescending(a => a.IsDefault).ThenByDescending(a => a.Id)
                .Select(a => new AddressRow(a.Id, a.Recipient, a.Phone, a.Region, a.Line, a.PostalCode, a.IsDefault))
                .Take(SaveAddress.AddressesMax).ToListAsync(ct),
            ct);
}

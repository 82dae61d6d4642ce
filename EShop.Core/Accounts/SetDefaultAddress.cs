using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum SetDefaultAddressStatus
{
    NotFound = 1,
    Set = 2,
}

public sealed record SetDefaultAddressRequest(long AccountId, long AddressId);

public sealed class SetDefaultAddress(ShopStore store)
{
    public Task<SetDefaultAddressStatus> ExecuteAsync(SetDefaultAddressRequest request, CancellationToken ct) =>
        store.WriteAsync(
            async db =>
            {
                var mine = await db.Set<Address>().Where(a => a.AccountId == request.AccountId).ToListAsync(ct);
                if (mine.SingleOrDefault(a => a.Id == request.AddressId) is not { } wanted)
                    return SetDefaultAddressStatus.NotFound;
                await DefaultAddress.MoveToAsync(db, mine, wanted, ct);
                return SetDefaultAddressStatus.Set;
            },
            ct);
}

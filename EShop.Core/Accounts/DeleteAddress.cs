using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum DeleteAddressStatus
{
    NotFound = 1,
    Deleted = 2,
}

public sealed record DeleteAddressRequest(long AccountId, long AddressId);

/// <summary>Orders keep their own copy. When the default goes, the newest of the others takes its place.</summary>
public sealed class DeleteAddress(ShopStore store)
{
    public Task<DeleteAddressStatus> ExecuteAsync(DeleteAddressRequest request, CancellationToken ct) =>
        store.WriteAsync(
            async db =>
            {
                var mine = await db.Set<Address>().Where(a => a.AccountId == request.AccountId).ToListAsync(ct);
                if (mine.SingleOrDefault(a => a.Id == request.AddressId) is not { } address)
                    return DeleteAddressStatus.NotFound;
                db.Remove(address);
                await db.SaveChangesAsync(ct);
                if (address.IsDefault && mine.Where(a => a != address).MaxBy(a => a.Id) is { } next)
                    next.IsDefault = true;
                return DeleteAddressStatus.Deleted;
            },
            ct);
}

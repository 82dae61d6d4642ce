using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

/// <param name="Owner">Null: somebody who has put nothing into a cart yet.</param>
public sealed record CountCartRequest(CartOwner? Owner);

/// <summary>How many things a cart holds, for the badge in the header. One small query.</summary>
public sealed class CountCart(ShopStore store)
{
    public async Task<int> ExecuteAsync(CountCartRequest request, CancellationToken ct) =>
        request.Owner is not { } owner ? 0 : await store.ReadAsync(
            db => CartLedger.Of(db, owner).SelectMany(c => c.Lines).SumAsync(l => l.Quantity, ct), ct);
}

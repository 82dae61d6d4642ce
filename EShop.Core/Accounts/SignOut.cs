using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <summary>Ends the session of a browser that signs out, so that a copy of its cookie opens nothing. Twice is once.
/// </summary>
public sealed class SignOut(ShopStore store)
{
    public Task ExecuteAsync(string key, CancellationToken ct) => store.WriteAsync(
        db => db.Set<AccountSession>().Where(s => s.Key == key).ExecuteDeleteAsync(ct), ct);
}

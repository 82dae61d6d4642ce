using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <param name="Key">The session that asks, and stays.</param>
public sealed record EndOtherSessionsRequest(long AccountId, string Key);

/// <param name="Ended">How many others there were.</param>
public sealed record EndOtherSessionsResult(int Ended);

/// <summary>Signs out everywhere else: every other session ends with its next check, a minute at the latest.</summary>
public sealed class EndOtherSessions(ShopStore store)
{
    public async Task<EndOtherSessionsResult> ExecuteAsync(EndOtherSessionsRequest request, CancellationToken ct) =>
        new(await store.WriteAsync(
            db => db.Set<AccountSession>()
                .Where(s => s.AccountId == request.AccountId && s.Key != request.Key).ExecuteDeleteAsync(ct),
            ct));
}

using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum EndSessionStatus
{
    /// <summary>This account has no such session (any more).</summary>
    NotFound = 1,
    Ended = 2,
}

/// <param name="SessionId">From the list; another account's is not found.</param>
public sealed record EndSessionRequest(long AccountId, long SessionId);

/// <summary>Ends one session of one's own; the browser that has it finds out within a minute.</summary>
public sealed class EndSession(ShopStore store)
{
    public async Task<EndSessionStatus> ExecuteAsync(EndSessionRequest request, CancellationToken ct)
    {
        var rows = await store.WriteAsync(
            db => db.Set<AccountSession>()
                .Where(s => s.Id == request.SessionId && s.AccountId == request.AccountId).ExecuteDeleteAsync(ct),
            ct);
        return rows == 1 ? EndSessionStatus.Ended : EndSessionStatus.NotFound;
    }
}

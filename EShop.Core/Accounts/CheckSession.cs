using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum CheckSessionStatus
{
    /// <summary>The account is gone, locked by staff, or its password was changed since.</summary>
    Ended = 1,
    Valid = 2,
}

public sealed record CheckSessionRequest(long AccountId, string Stamp);

public sealed record CheckSessionResult(CheckSessionStatus Status, SignedInAccount? Account);

/// <summary>Asked at most once a minute by each session and each open circuit.</summary>
public sealed class CheckSession(ShopStore store)
{
    public Task<CheckSessionResult> ExecuteAsync(CheckSessionRequest request, CancellationToken ct) => store.ReadAsync(
        async db =>
        {
            var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            return account is null || account.SecurityStamp != request.Stamp
                ? new CheckSessionResult(CheckSessionStatus.Ended, null)
                : new CheckSessionResult(
                    CheckSessionStatus.Valid, await AccountReads.SignedInAsync(db, account, ct));
        },
        ct);
}

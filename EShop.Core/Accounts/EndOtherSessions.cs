using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum EndOtherSessionsStatus
{
    NoAccount = 1,
    Ended = 2,
}

/// <param name="Account">For a new session in place of the one that asked.</param>
public sealed record EndOtherSessionsResult(EndOtherSessionsStatus Status, SignedInAccount? Account);

/// <summary>Signs out everywhere else: every older session ends with its next check, a minute at the latest.</summary>
public sealed class EndOtherSessions(ShopStore store)
{
    public Task<EndOtherSessionsResult> ExecuteAsync(long accountId, CancellationToken ct) => store.WriteAsync(
        async db =>
        {
            var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, ct);
            if (account is null)
                return new EndOtherSessionsResult(EndOtherSessionsStatus.NoAccount, null);
            account.SecurityStamp = RandomToken.New();
            return new EndOtherSessionsResult(
                EndOtherSessionsStatus.Ended, await AccountReads.SignedInAsync(db, account, ct));
        },
        ct);
}

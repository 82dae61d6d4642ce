using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

/// <param name="Key">The session that asks.</param>
public sealed record ListSessionsRequest(long AccountId, string Key);

/// <param name="Network">The first half of an address, as <c>203.0.113.*</c>.</param>
/// <param name="IsThis">The session that asks.</param>
public sealed record SessionRow(
    long Id, DeviceName Device, string Network, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis);

/// <summary>Where an account is signed in: the one that asks first, then by last use.</summary>
public sealed class ListSessions(ShopStore store, IOptions<SessionLimits> settings, TimeProvider clock)
{
    public Task<IReadOnlyList<SessionRow>> ExecuteAsync(ListSessionsRequest request, CancellationToken ct) =>
        store.ReadAsync(
            async db =>
            {
                var now = clock.GetUtcNow();
                var isAdmin = (await Factors.OfAsync(db, request.AccountId, ct)).IsStaff;
                var seenSince = now - settings.Value.IdleOf(isAdmin);
                var bornSince = now - settings.Value.MostOf(isAdmin);
                var rows = await (
                    from session in db.Set<AccountSession>()
                    join account in db.Set<Account>() on session.AccountId equals account.Id
                    where account.Id == request.AccountId && session.Stamp == account.SecurityStamp
                        && session.LastSeenAt >= seenSince && session.CreatedAt >= bornSince
                    orderby session.Key == request.Key descending, session.LastSeenAt descending, session.Id
                    select session).Take(BeginSession.PerAccountMax).ToListAsync(ct);
                return (IReadOnlyList<SessionRow>)[.. rows.Select(s => new SessionRow(
                    s.Id, new DeviceName(s.Browser, s.System), s.Network, s.CreatedAt, s.LastSeenAt,
                    s.Key == request.Key))];
            },
            ct);
}

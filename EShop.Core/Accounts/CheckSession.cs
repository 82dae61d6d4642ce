using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

public enum CheckSessionStatus
{
    /// <summary>Signed out here or from elsewhere, out of use for too long or simply too old, or the account is gone or
    /// has another password or other rights since.</summary>
    Ended = 1,
    Valid = 2,
}

/// <param name="Key">From the cookie.</param>
/// <param name="IsInUse">Somebody did something just now; false for a mere look, which must not keep it awake.</param>
public sealed record CheckSessionRequest(string Key, bool IsInUse);

public sealed record CheckSessionResult(CheckSessionStatus Status, SignedInAccount? Account);

/// <summary>Whether a session is still one: a read by a unique key. A shopper's browser asks once a minute, an admin's
/// with everything it does.</summary>
public sealed class CheckSession(ShopStore store, IOptions<SessionLimits> settings, TimeProvider clock)
{
    private static readonly CheckSessionResult Ended = new(CheckSessionStatus.Ended, null);

    private readonly SessionLimits _options = settings.Value;

    public async Task<CheckSessionResult> ExecuteAsync(CheckSessionRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = await store.ReadAsync(db => FindAsync(db, request.Key, ct), ct);
        if (found is not var (session, account) || IsOver(session, account.IsStaff, now))
            return Ended;
        if (request.IsInUse && now - session.LastSeenAt >= _options.TouchEvery(account.IsStaff))
            await TouchAsync(session, now, ct);
        return new CheckSessionResult(CheckSessionStatus.Valid, account);
    }

    private static async Task<(AccountSession Session, SignedInAccount Account)?> FindAsync(
        ShopDbContext db, string key, CancellationToken ct)
    {
        var found = await (
            from session in db.Set<AccountSession>()
            join account in db.Set<Account>() on session.AccountId equals account.Id
            where session.Key == key && session.Stamp == account.SecurityStamp
            select new { session, account }).SingleOrDefaultAsync(ct);
        return found is null ? null : (found.session, await AccountReads.SignedInAsync(db, found.account, ct));
    }

    private bool IsOver(AccountSession session, bool isAdmin, DateTimeOffset now) =>
        now - session.LastSeenAt > _options.IdleOf(isAdmin) || now - session.CreatedAt > _options.MostOf(isAdmin);

    /// <summary>Guarded by what was seen: of many requests at once one writes. A store that is busy may leave it for
    /// the next request.</summary>
    private async Task TouchAsync(AccountSession session, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(
                db => db.Set<AccountSession>()
                    .Where(s => s.Id == session.Id && s.LastSeenAt == session.LastSeenAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct),
                ct);
        }
        catch (StoreBusyException)
        {
            // A moment of idleness too many does nobody harm.
        }
    }
}

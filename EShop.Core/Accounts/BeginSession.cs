using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <param name="Account">Who just proved to be this; the session ends with that stamp.</param>
/// <param name="UserAgent">As the browser sent it; only a word of it is kept.</param>
/// <param name="Replaces">The session that this browser had until now, or null: it is ended (abuse 15).</param>
public sealed record BeginSessionRequest(
    SignedInAccount Account, string? UserAgent, NetworkAddress Network, string? Replaces);

/// <summary>Answers the key of a new session, for the cookie. Beyond fifty, the one longest out of use goes.</summary>
public sealed class BeginSession(ShopStore store, TimeProvider clock)
{
    public const int PerAccountMax = 50;

    public async Task<string> ExecuteAsync(BeginSessionRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var device = DeviceName.Of(request.UserAgent);
        var key = RandomToken.New();
        await store.WriteAsync(
            async db =>
            {
                if (request.Replaces is not null)
                    await db.Set<AccountSession>().Where(s => s.Key == request.Replaces).ExecuteDeleteAsync(ct);
                await MakeRoomAsync(db, request.Account.Id, ct);
                db.Add(new AccountSession
                {
                    Key = key,
                    AccountId = request.Account.Id,
                    Stamp = request.Account.Stamp,
                    Browser = device.Browser,
                    System = device.System,
                    Network = request.Network.Coarse,
                    CreatedAt = now,
                    LastSeenAt = now,
                });
            },
            ct);
        return key;
    }

    private static async Task MakeRoomAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        var mine = db.Set<AccountSession>().Where(s => s.AccountId == accountId);
        var surplus = await mine.OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id)
            .Skip(PerAccountMax - 1).Select(s => s.Id).ToListAsync(ct);
        if (surplus.Count > 0)
            await mine.Where(s => surplus.Contains(s.Id)).ExecuteDeleteAsync(ct);
    }
}

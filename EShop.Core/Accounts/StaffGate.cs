using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Storage;

namespace EShop.Core.Accounts;

/// <summary>Asked by every admin use case first, fresh from the database: a role or a second factor that was taken away
/// is gone with the next command, whatever the page still shows (abuse 60, 61, 62).</summary>
public sealed class StaffGate(ShopStore store)
{
    internal Task<bool> IsAdminAsync(long actorId, CancellationToken ct) =>
        store.ReadAsync(async db => (await Factors.OfAsync(db, actorId, ct)).MayManage, ct);
}

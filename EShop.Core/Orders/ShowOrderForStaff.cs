using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum ShowOrderForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Shown,
}

public sealed record ShowOrderForStaffRequest(long ActorId, OrderNumber Number);

/// <param name="Email">The mail address of the shopper.</param>
public sealed record ShowOrderForStaffResult(ShowOrderForStaffStatus Status, OrderDetail? Order, string Email);

/// <summary>Any order with its lines and its timeline.</summary>
public sealed class ShowOrderForStaff(ShopStore store, StaffGate gate)
{
    public async Task<ShowOrderForStaffResult> ExecuteAsync(ShowOrderForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ShowOrderForStaffResult(ShowOrderForStaffStatus.NotAllowed, null, "");
        return await store.ReadAsync(async db =>
        {
            var order = await ShowOrder.FindAsync(db, db.Set<Order>(), request.Number, ct);
            if (order is null) return new ShowOrderForStaffResult(ShowOrderForStaffStatus.NotFound, null, "");
            var email = await db.Set<Account>().Where(a => a.Id == order.AccountId).Select(a => a.Email)
                .SingleAsync(ct);
            return new ShowOrderForStaffResult(ShowOrderForStaffStatus.Shown, order, email ?? "");
        }, ct);
    }
}

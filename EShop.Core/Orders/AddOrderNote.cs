using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum AddOrderNoteStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    TextMissing,

    /// <summary>More than <see cref="AddOrderNote.TextMax"/> characters.</summary>
    TextTooLong,
    NotFound,
    Added,
}

public sealed record AddOrderNoteRequest(long ActorId, OrderNumber Number, string Text);

/// <summary>Staff writes something down about an order, for each other.</summary>
public sealed class AddOrderNote(ShopStore store, StaffGate gate, TimeProvider clock)
{
    public const int TextMax = OrderNote.TextMax;

    public async Task<AddOrderNoteStatus> ExecuteAsync(AddOrderNoteRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return AddOrderNoteStatus.NotAllowed;
        var text = request.Text.Trim();
        if (text.Length == 0) return AddOrderNoteStatus.TextMissing;
        if (text.Length > TextMax) return AddOrderNoteStatus.TextTooLong;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            if (!await db.Set<Order>().AnyAsync(o => o.Number == request.Number.Text, ct))
                return AddOrderNoteStatus.NotFound;
            db.Set<OrderNote>().Add(new OrderNote
            {
                OrderNumber = request.Number.Text,
                StaffId = request.ActorId,
                Text = text,
                At = now,
            });
            StaffTrail.Add(db, now, request.ActorId, "order.note", $"order {request.Number}", "", "a note");
            return AddOrderNoteStatus.Added;
        }, ct);
    }
}

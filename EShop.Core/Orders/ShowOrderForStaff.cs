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

/// <param name="By">The mail address of who wrote it.</param>
public sealed record OrderNoteRow(DateTimeOffset At, string By, string Text);

/// <param name="Email">The mail address of the shopper.</param>
public sealed record ShowOrderForStaffResult(ShowOrderForStaffStatus Status, OrderDetail? Order, string Email)
{
    /// <summary>What staff wrote down, the oldest first; the last <see cref="ShowOrderForStaff.NotesMax"/>.</summary>
    public IReadOnlyList<OrderNoteRow> Notes { get; init; } = [];
}

/// <summary>Any order with its lines and its timeline.</summary>
public sealed class ShowOrderForStaff(ShopStore store, StaffGate gate)
{
    public const int NotesMax = 100;

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
            return new ShowOrderForStaffResult(ShowOrderForStaffStatus.Shown, order, email ?? "")
            {
                Notes = await NotesAsync(db, request.Number, ct),
            };
        }, ct);
    }

    private static async Task<IReadOnlyList<OrderNoteRow>> NotesAsync(
        ShopDbContext db, OrderNumber number, CancellationToken ct)
    {
        var notes = await db.Set<OrderNote>().Where(n => n.OrderNumber == number.Text)
            .OrderByDescending(n => n.Id).Take(NotesMax)
            .Select(n => new
            {
                n.At,
                By = db.Set<Account>().Where(a => a.Id == n.StaffId).Select(a => a.Email).FirstOrDefault(),
                n.Text,
            })
            .ToListAsync(ct);
        return [.. notes.Select(n => new OrderNoteRow(n.At, n.By ?? "", n.Text)).Reverse()];
    }
}

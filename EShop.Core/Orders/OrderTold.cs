using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>What the mails about an order tell, and to whom.</summary>
internal sealed record OrderTold(
    MailReader Reader, OrderNumber Number, OrderState State, CloseReason? CloseReason, Money Due, string Currency,
    bool HasCoupon, StopReason? StopReason, string StopAnswer, string? Tracking, DateTimeOffset PayUntil,
    IReadOnlyList<(LocalizedText Name, int Quantity)> Lines)
{
    /// <summary>Null: there is nobody (any more) to be told.</summary>
    public static async Task<OrderTold?> ReadAsync(ShopDbContext db, string number, CancellationToken ct)
    {
        var order = await db.Set<Order>().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Number == number, ct);
        if (order is null) return null;
        var account = await db.Set<Account>().Where(a => a.Id == order.AccountId && a.ErasedAt == null)
            .Select(a => new { a.Email, a.Culture }).SingleOrDefaultAsync(ct);
        if (account is null || !EmailAddress.TryParse(account.Email, out var email)) return null;
        return new OrderTold(
            new MailReader(email, account.Culture), OrderNumber.Stored(order.Number), order.State, order.CloseReason,
            new Money(order.DueMinor), order.Currency, order.ClaimId is not null, order.StopReason,
            order.StopAnswer, order.Tracking, order.PayUntil,
            [.. order.Lines.Select(l => (l.Name, l.Quantity))]);
    }
}

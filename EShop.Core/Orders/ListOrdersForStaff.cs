using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum ListOrdersForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="Query">A piece of an order number, a mail address or a recipient's name; empty: all.</param>
/// <param name="State">Only those; null: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListOrdersForStaffRequest(long ActorId, string Query, OrderState? State, int Page);

public sealed record StaffOrderRow(
    OrderNumber Number, OrderState State, string Email, string Recipient, Money Due, int Units,
    DateTimeOffset CreatedAt, DateTimeOffset PayUntil);

public sealed record ListOrdersForStaffResult(
    ListOrdersForStaffStatus Status, IReadOnlyList<StaffOrderRow> Orders, int Page, int Pages, int Count);

/// <summary>All orders, the newest first.</summary>
public sealed class ListOrdersForStaff(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25, QueryMax = 100;

    public async Task<ListOrdersForStaffResult> ExecuteAsync(ListOrdersForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListOrdersForStaffResult(ListOrdersForStaffStatus.NotAllowed, [], 1, 1, 0);
        return await store.ReadAsync(async db =>
        {
            var found = Found(db, request);
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var rows = await found.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Number)
                .Skip(page.Skip).Take(PageSize)
                .Select(o => new
                {
                    o.Number,
                    o.State,
                    Email = db.Set<Account>().Where(a => a.Id == o.AccountId).Select(a => a.Email).First(),
                    o.Recipient,
                    o.DueMinor,
                    Units = o.Lines.Sum(l => l.Quantity),
                    o.CreatedAt,
                    o.PayUntil,
                })
                .ToListAsync(ct);
            return new ListOrdersForStaffResult(
                ListOrdersForStaffStatus.Listed,
                [.. rows.Select(r => new StaffOrderRow(
                    OrderNumber.Stored(r.Number), r.State, r.Email ?? "", r.Recipient, new Money(r.DueMinor), r.Units,
                    r.CreatedAt, r.PayUntil))],
                page.Number, page.Count, page.RowCount);
        }, ct);
    }

    private static IQueryable<Order> Found(ShopDbContext db, ListOrdersForStaffRequest request)
    {
        var orders = db.Set<Order>().Where(o => request.State == null || o.State == request.State);
        var query = request.Query.Trim();
        if (query.Length == 0) return orders;
        if (query.Length > QueryMax) query = query[..QueryMax];
        if (OrderNumber.TryParse(query, out var number)) return orders.Where(o => o.Number == number.Text);
        var (upper, lower) = (query.ToUpperInvariant(), query.ToLowerInvariant());
        return orders.Where(o => o.Number.Contains(upper) || o.Recipient.Contains(query)
            || db.Set<Account>().Any(a => a.Id == o.AccountId && a.NormalizedEmail!.Contains(lower)));
    }
}

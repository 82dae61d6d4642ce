using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum ListCustomersStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="Query">A piece of a mail address or a name; empty: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListCustomersRequest(long ActorId, string Query, int Page);

/// <param name="Orders">Orders placed, closed ones too.</param>
/// <param name="Coupons">Coupons ever claimed or given.</param>
public sealed record CustomerRow(
    long AccountId, string Email, string DisplayName, DateTimeOffset CreatedAt, int Orders, int Coupons);

public sealed record ListCustomersResult(
    ListCustomersStatus Status, IReadOnlyList<CustomerRow> Customers, int Page, int Pages, int Count);

/// <summary>The accounts of the shop, the newest first.</summary>
public sealed class ListCustomers(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25, QueryMax = 100;

    public async Task<ListCustomersResult> ExecuteAsync(ListCustomersRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListCustomersResult(ListCustomersStatus.NotAllowed, [], 1, 1, 0);
        var query = request.Query.Trim();
        if (query.Length > QueryMax) query = query[..QueryMax];
        var lower = query.ToLowerInvariant();
        return await store.ReadAsync(async db =>
        {
            var found = db.Set<Account>().Where(a => query == ""
                || a.NormalizedEmail!.Contains(lower) || a.DisplayName.Contains(query));
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var rows = await found.OrderByDescending(a => a.Id).Skip(page.Skip).Take(PageSize)
                .Select(a => new CustomerRow(
                    a.Id, a.Email ?? "", a.DisplayName, a.CreatedAt,
                    db.Set<Order>().Count(o => o.AccountId == a.Id),
                    db.Set<CouponClaim>().Count(c => c.AccountId == a.Id)))
                .ToListAsync(ct);
            return new ListCustomersResult(
                ListCustomersStatus.Listed, rows, page.Number, page.Count, page.RowCount);
        }, ct);
    }
}

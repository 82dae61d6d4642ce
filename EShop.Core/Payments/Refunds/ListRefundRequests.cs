using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

public enum ListRefundRequestsStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="State">Only those; null: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListRefundRequestsRequest(long ActorId, RefundRequestState? State, int Page);

public sealed record StaffRefundRequestRow(
    long Id, OrderNumber Order, OrderState OrderState, string Email, Money Due, RefundRequestState State,
    string Reason, string Answer, DateTimeOffset CreatedAt);

public sealed record ListRefundRequestsResult(
    ListRefundRequestsStatus Status, IReadOnlyList<StaffRefundRequestRow> Requests, int Page, int Pages, int Count);

/// <summary>What shoppers ask back: who has waited longest comes first.</summary>
public sealed class ListRefundRequests(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25;

    public async Task<ListRefundRequestsResult> ExecuteAsync(ListRefundRequestsRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListRefundRequestsResult(ListRefundRequestsStatus.NotAllowed, [], 1, 1, 0);
        return await store.ReadAsync(async db =>
        {
            var found = db.Set<RefundRequest>().Where(r => request.State == null || r.State == request.State);
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var rows = await found.OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).Skip(page.Skip).Take(PageSize)
                .Join(db.Set<Order>(), r => r.OrderNumber, o => o.Number, (r, o) => new
                {
                    Request = r,
                    o.State,
                    o.DueMinor,
                    Email = db.Set<Account>().Where(a => a.Id == r.AccountId).Select(a => a.Email).First(),
                })
                .ToListAsync(ct);
            return new ListRefundRequestsResult(
                ListRefundRequestsStatus.Listed,
                [
                    .. rows.OrderBy(r => r.Request.CreatedAt).ThenBy(r => r.Request.Id).Select(
                        r => new StaffRefundRequestRow(
                            r.Request.Id, OrderNumber.Stored(r.Request.OrderNumber), r.State, r.Email ?? "",
                            new Money(r.DueMinor), r.Request.State, r.Request.Reason, r.Request.Answer,
                            r.Request.CreatedAt)),
                ],
                page.Number, page.Count, page.RowCount);
        }, ct);
    }
}

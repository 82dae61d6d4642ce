using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum ListStaffActionsStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="Query">A piece of the action or of its subject; empty: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListStaffActionsRequest(long ActorId, string Query, int Page);

public sealed record StaffActionRow(
    long Id, DateTimeOffset At, string StaffEmail, string Action, string Subject, string Before, string After);

public sealed record ListStaffActionsResult(
    ListStaffActionsStatus Status, IReadOnlyList<StaffActionRow> Actions, int Page, int Pages, int Count);

/// <summary>Who of the staff did what, the newest first. Nothing changes or deletes a row.</summary>
public sealed class ListStaffActions(ShopStore store, StaffGate gate)
{
    public const int PageSize = 50, QueryMax = 100;

    public async Task<ListStaffActionsResult> ExecuteAsync(ListStaffActionsRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListStaffActionsResult(ListStaffActionsStatus.NotAllowed, [], 1, 1, 0);
        var query = request.Query.Trim();
        if (query.Length > QueryMax) query = query[..QueryMax];
        return await store.ReadAsync(async db =>
        {
            var found = db.Set<StaffAction>()
                .Where(a => query == "" || a.Action.Contains(query) || a.Subject.Contains(query));
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var rows = await found.OrderByDescending(a => a.Id).Skip(page.Skip).Take(PageSize)
                .Select(a => new
                {
                    Action = a,
                    Email = db.Set<Account>().Where(s => s.Id == a.StaffId).Select(s => s.Email).FirstOrDefault(),
                })
                .ToListAsync(ct);
            return new ListStaffActionsResult(
                ListStaffActionsStatus.Listed,
                [.. rows.Select(r => new StaffActionRow(
                    r.Action.Id, r.Action.At, r.Email ?? "", r.Action.Action, r.Action.Subject, r.Action.Before,
                    r.Action.After))],
                page.Number, page.Count, page.RowCount);
        }, ct);
    }
}

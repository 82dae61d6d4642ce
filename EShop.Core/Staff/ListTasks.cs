using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum ListTasksStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

public enum TaskKind { Stock = 1, Coupon }

/// <summary>Why a task stands in LOCK.</summary>
public enum TaskWait
{
    /// <summary>Its order is being written, or its checkout broke off: that is known once the task is due.</summary>
    CheckoutUnderWay = 1,

    /// <summary>Its order has time to be paid.</summary>
    AwaitsPayment,

    /// <summary>What became of its order is known: a message or the job settles it any moment.</summary>
    SettlesSoon,

    /// <summary>It is due; the job looks at it next.</summary>
    Due,

    /// <summary>A look at it failed; the job tries again after a pause.</summary>
    FailedBefore,
}

/// <param name="State">Only those; null: all.</param>
/// <param name="Order">A piece of an order number; empty: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListTasksRequest(long ActorId, TaskKind Kind, LockState? State, string Order, int Page);

/// <param name="Subject">The product, or the coupon.</param>
/// <param name="Code">The code of the SKU; empty for a coupon.</param>
/// <param name="OrderExists">False: its order is not written (yet).</param>
/// <param name="Wait">Why it waits; null: it is settled.</param>
/// <param name="Reason">What settled it, or what failed, in a word.</param>
public sealed record TaskRow(
    long TaskId, OrderNumber Order, bool OrderExists, LocalizedText Subject, string Code, int Quantity, LockState State,
    TaskWait? Wait, DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? SettledAt, int Tries,
    string Reason);

public sealed record ListTasksResult(
    ListTasksStatus Status, IReadOnlyList<TaskRow> Tasks, int Page, int Pages, int Count);

/// <summary>The tasks of stock or of coupons: open ones by when they are due, all others the newest first.</summary>
public sealed class ListTasks(ShopStore store, StaffGate gate, TimeProvider clock)
{
    public const int PageSize = 25;

    public async Task<ListTasksResult> ExecuteAsync(ListTasksRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListTasksResult(ListTasksStatus.NotAllowed, [], 1, 1, 0);
        var now = clock.GetUtcNow();
        return await store.ReadAsync(async db =>
        {
            var (page, tasks) = request.Kind == TaskKind.Stock
                ? await TaskReads.StockAsync(db, request, ct)
                : await TaskReads.CouponsAsync(db, request, ct);
            var states = await TaskReads.OrdersAsync(db, [.. tasks.Select(t => t.OrderNumber).Distinct()], ct);
            return new ListTasksResult(
                ListTasksStatus.Listed, [.. tasks.Select(t => t.RowOf(states, now))], page.Number, page.Count,
                page.RowCount);
        }, ct);
    }
}

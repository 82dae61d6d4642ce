using EShop.Core.Accounts;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum ListMessagesStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="State">Only those; null: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListMessagesRequest(long ActorId, MessageState? State, int Page);

public sealed record MessageRow(
    long Id, string Kind, string Body, MessageState State, DateTimeOffset CreatedAt, DateTimeOffset DueAt,
    DateTimeOffset? DoneAt, int Tries, string LastError);

/// <param name="Failing">How many of the waiting ones have failed before.</param>
/// <param name="Traffic">How they travel; null: not allowed.</param>
public sealed record ListMessagesResult(
    ListMessagesStatus Status, IReadOnlyList<MessageRow> Messages, int Failing, int Page, int Pages, int Count,
    MessageTraffic? Traffic = null);

/// <summary>Messages, the newest first.</summary>
public sealed class ListMessages(ShopStore store, StaffGate gate, RabbitBroker broker)
{
    public const int PageSize = 25;

    public async Task<ListMessagesResult> ExecuteAsync(ListMessagesRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListMessagesResult(ListMessagesStatus.NotAllowed, [], 0, 1, 1, 0);
        var traffic = await broker.TrafficAsync(ct);
        return await store.ReadAsync(async db =>
        {
            var found = db.Set<OutboxMessage>().Where(m => request.State == null || m.State == request.State);
            var failing = await db.Set<OutboxMessage>()
                .CountAsync(m => (m.State == MessageState.Waiting || m.State == MessageState.Sent) && m.Tries > 0, ct);
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var rows = await found.OrderByDescending(m => m.Id).Skip(page.Skip).Take(PageSize)
                .Select(m => new MessageRow(
                    m.Id, m.Kind, m.Body, m.State, m.CreatedAt, m.DueAt, m.DoneAt, m.Tries, m.LastError ?? ""))
                .ToListAsync(ct);
            return new ListMessagesResult(
                ListMessagesStatus.Listed, rows, failing, page.Number, page.Count, page.RowCount, traffic);
        }, ct);
    }
}

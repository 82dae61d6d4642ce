using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Messaging;

/// <param name="NextDueAt">When the next waiting message is due; null: none waits.</param>
public sealed record DispatchMessagesResult(int Delivered, int Failed, DateTimeOffset? NextDueAt);

/// <summary>Delivers the messages that are due, in this process (S15): the transport of a shop without a broker.
/// </summary>
public sealed class DispatchMessages
{
    private readonly ShopStore _store;
    private readonly MessageClaims _claims;
    private readonly MessageHandling _handling;

    public DispatchMessages(ShopStore store, IServiceProvider services)
    {
        _store = store;
        _claims = services.GetRequiredService<MessageClaims>();
        _handling = services.GetRequiredService<MessageHandling>();
    }

    public async Task<DispatchMessagesResult> ExecuteAsync(CancellationToken ct)
    {
        // Left by a broker that the shop no longer uses.
        if (await _claims.AreLostAsync(ct)) await _claims.RecallLostAsync(ct);
        var (delivered, failed) = (0, 0);
        while (!ct.IsCancellationRequested)
        {
            var batch = await _claims.TakeDueAsync(ct);
            var handled = await _handling.RunAsync(batch.Messages, ct);
            delivered += handled.Done.Count;
            failed += handled.Failed.Count;
            var left = batch.Messages.Select(m => m.Id).Except(handled.Done).Except(handled.Failed).ToList();
            if (left.Count > 0) await _claims.ReleaseAsync(batch.Claim, left);
            if (batch.IsLast) break;
        }

        return new DispatchMessagesResult(delivered, failed, await NextDueAsync(ct));
    }

    private Task<DateTimeOffset?> NextDueAsync(CancellationToken ct) => _store.ReadAsync(
        db => db.Set<OutboxMessage>().Where(m => m.State == MessageState.Waiting)
            .OrderBy(m => m.DueAt).Select(m => (DateTimeOffset?)m.DueAt).FirstOrDefaultAsync(ct), ct);
}

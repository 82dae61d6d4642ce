using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>Answers what became of an order. To ask about one that does not exist closes its number for good (S13): the
/// row of the fate is inserted by whoever is first, the order's own transaction or this one.</summary>
internal sealed class OrderOutcomes(ShopStore store, TimeProvider clock) : IOrderOutcome
{
    public async Task<OrderAnswer> AskAsync(OrderNumber order, CancellationToken ct)
    {
        if (await FindAsync(order, ct) is { } answer) return answer;
        try
        {
            var now = clock.GetUtcNow();
            await store.WriteAsync(async db =>
            {
                var isClosed = await db.Set<OrderNumberFate>().AnyAsync(f => f.Number == order.Text, ct);
                if (!isClosed) db.Set<OrderNumberFate>().Add(
                    new OrderNumberFate { Number = order.Text, IsCreated = false, At = now });
            }, ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // The order, or another sweep, was first: look again.
        }

        return await FindAsync(order, ct) ?? new OrderAnswer(OrderOutcome.NeverCreated, default);
    }

    /// <summary>The answer of an order that exists; null when none does.</summary>
    private async Task<OrderAnswer?> FindAsync(OrderNumber order, CancellationToken ct)
    {
        var found = await store.ReadAsync(db => db.Set<Order>().Where(o => o.Number == order.Text)
            .Select(o => new { o.State, o.PayUntil }).SingleOrDefaultAsync(ct), ct);
        return found is null ? null : new OrderAnswer(OutcomeOf(found.State), found.PayUntil);
    }

    private static OrderOutcome OutcomeOf(OrderState state) => state switch
    {
        OrderState.AwaitingPayment => OrderOutcome.Open,
        OrderState.Paid or OrderState.Shipped or OrderState.Completed or OrderState.Refunded => OrderOutcome.Paid,
        OrderState.Closed => OrderOutcome.Closed,
        _ => throw new InvalidOperationException($"Unknown state of an order: {state}."),
    };
}

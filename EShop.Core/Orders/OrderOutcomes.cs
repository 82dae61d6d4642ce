using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>Answers what became of an order. To ask about one that does not exist closes its number for good (S13): the
/// row of the fate is inserted by whoever is first, the order's own transaction or this one. A closed order that is
/// being revived is open until its mark is taken away, by the reviver or, when it has run out, by this question: so the
/// answer is binding as well.</summary>
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
            .Select(o => new { o.State, o.PayUntil, o.CloseAgainAt, o.ReviveUntil }).SingleOrDefaultAsync(ct), ct);
        if (found is null) return null;
        if (found.State != OrderState.Closed || found.ReviveUntil is not { } until)
            return new OrderAnswer(OutcomeOf(found.State), Later(found.PayUntil, found.CloseAgainAt));
        if (until > clock.GetUtcNow()) return new OrderAnswer(OrderOutcome.Open, until);
        // Whoever loses this race looks again: it is paid by now, or its mark is gone.
        await store.WriteAsync(db => OrderLedger.EndReviveAsync(db, (order, until), ct), ct);
        return await FindAsync(order, ct);
    }

    private static DateTimeOffset Later(DateTimeOffset payUntil, DateTimeOffset? again) =>
        again > payUntil ? again.Value : payUntil;

    private static OrderOutcome OutcomeOf(OrderState state) => state switch
    {
        OrderState.AwaitingPayment => OrderOutcome.Open,
        OrderState.Paid or OrderState.Shipped or OrderState.Completed or OrderState.Refunded => OrderOutcome.Paid,
        OrderState.Closed => OrderOutcome.Closed,
        _ => throw new InvalidOperationException($"Unknown state of an order: {state}."),
    };
}

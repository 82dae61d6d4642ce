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
    public async Task<OrderAnswer> AskAsync(OrderNumber order, CancellationToken ct) =>
        (await AskAllAsync([order], ct))[order];

    public async Task<IReadOnlyDictionary<OrderNumber, OrderAnswer>> AskAllAsync(
        IReadOnlyCollection<OrderNumber> orders, CancellationToken ct)
    {
        var answers = await FindAsync(orders, ct);
        // In the order of the numbers, so that two who ask at once wait for each other and never in a circle.
        var missing = orders.Distinct().Where(o => !answers.ContainsKey(o))
            .OrderBy(o => o.Text, StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return answers;
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => db.InsertMissingAsync(
            [.. missing.Select(o => new OrderNumberFate { Number = o.Text, IsCreated = false, At = now })], ct), ct);
        // Where the order itself was first, the number is not closed: look again.
        foreach (var (number, answer) in await FindAsync(missing, ct)) answers[number] = answer;
        foreach (var order in missing) answers.TryAdd(order, new OrderAnswer(OrderOutcome.NeverCreated, default));
        return answers;
    }

    /// <summary>The answers of those orders that exist.</summary>
    private async Task<Dictionary<OrderNumber, OrderAnswer>> FindAsync(
        IReadOnlyCollection<OrderNumber> orders, CancellationToken ct)
    {
        var numbers = orders.Select(o => o.Text).ToArray();
        var found = await store.ReadAsync(db => db.Set<Order>()
            .Where(o => EF.Parameter(numbers).Contains(o.Number))
            .Select(o => new { o.Number, o.State, o.PayUntil, o.CloseAgainAt, o.ReviveUntil }).ToListAsync(ct), ct);
        var (answers, now) = (new Dictionary<OrderNumber, OrderAnswer>(found.Count), clock.GetUtcNow());
        var ended = new List<OrderNumber>();
        foreach (var order in found)
        {
            var number = OrderNumber.Stored(order.Number);
            if (order.State != OrderState.Closed || order.ReviveUntil is not { } until)
                answers[number] = new(OutcomeOf(order.State), Later(order.PayUntil, order.CloseAgainAt));
            else if (until > now)
                answers[number] = new(OrderOutcome.Open, until);
            else
            {
                // Whoever loses this race looks again: it is paid by now, or its mark is gone.
                await store.WriteAsync(db => OrderLedger.EndReviveAsync(db, (number, until), ct), ct);
                ended.Add(number);
            }
        }

        if (ended.Count > 0)
            foreach (var (number, answer) in await FindAsync(ended, ct)) answers[number] = answer;
        return answers;
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

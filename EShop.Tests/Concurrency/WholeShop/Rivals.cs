using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Those of whom not all can have their way with one order: the rounds in which a guard that is missing shows
/// soon.</summary>
internal sealed class Rivals(Random random, ShopScript script)
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(70);

    private static readonly Chore[] Sweeps =
        [Chore.SettleStock, Chore.SettleCoupons, Chore.SettleRefunds, Chore.CloseOverdue];

    public static bool HasEndedWithOpenTasks(ShopPicture shop) => shop.StockTasks.Any(t => t.State == LockState.Lock
        && shop.Orders.TryGetValue(t.OrderNumber, out var order) && order.State != OrderState.AwaitingPayment);

    /// <summary>Two or three of them at once, some pressed twice.</summary>
    public ShopRound AtOnce(ShopPicture shop)
    {
        var all = Of(shop, script.PickOrder(shop));
        var deeds = new List<Deed>();
        for (var count = random.Next(2, 4); count > 0; count--)
            deeds.AddRange(Enumerable.Repeat(all[random.Next(all.Count)], random.Next(1, 3)));
        return new ShopRound(deeds);
    }

    /// <summary>One of them sleeps between two of its steps while the others, and the jobs, go on.</summary>
    public ShopRound Asleep(ShopPicture shop) =>
        WithSleep((random.Next(2) == 0 ? Checkout(shop) : null) ?? Anyone(shop));

    /// <summary>What waits for the jobs is done by several at once; null: nothing waits.</summary>
    public ShopRound? Waiting(ShopPicture shop, DateTimeOffset now)
    {
        if (Closing(shop) is { } closing) return WithSleep(closing); // the next message would be the end of it
        var waiting = new[] { Lapsing(shop, now), Settling(shop), Sending(shop) }.OfType<ShopRound>().ToList();
        return waiting.Count == 0 ? null : WithSleep(waiting[random.Next(waiting.Count)]);
    }

    private ShopRound WithSleep(ShopRound round)
    {
        // A sweep that slept rests by the clock, which stands still when it wakes.
        var maySleepLong = round.Sleeper is not Deed.Work { Chore: not Chore.Deliver };
        return round with
        {
            SleeperDies = round.Sleeper is not null && random.Next(6) == 0,
            Passes = maySleepLong ? round.Passes : TimeSpan.Zero,
        };
    }

    /// <summary>Unpaid orders are closed, and paid for at the same time.</summary>
    private ShopRound? Lapsing(ShopPicture shop, DateTimeOffset now)
    {
        var due = shop.Orders.Values.Where(
            o => o.State == OrderState.AwaitingPayment && o.PayUntil <= now).ToList();
        if (due.Count == 0) return null;
        Deed close = new Deed.Work(Chore.CloseOverdue);
        var pay = random.Next(2) == 0 ? script.Pay(shop, due[random.Next(due.Count)]) : null;
        return new ShopRound([.. new[] { close, close, pay }.OfType<Deed>()]);
    }

    /// <summary>Tasks of orders that have ended are settled on all sides.</summary>
    private static ShopRound? Settling(ShopPicture shop)
    {
        if (!HasEndedWithOpenTasks(shop)) return null;
        Deed stock = new Deed.Work(Chore.SettleStock), coupons = new Deed.Work(Chore.SettleCoupons);
        return new ShopRound([stock, stock, stock, coupons, coupons, new Deed.Work(Chore.Deliver)]);
    }

    /// <summary>A checkout that stays away for longer than it may, when jobs have asked what became of it.</summary>
    private ShopRound? Checkout(ShopPicture shop) => script.Buy(shop) is not { } buy ? null
        : new ShopRound(random.Next(3) == 0 ? [buy] : [])
        {
            Sleeper = buy,
            Step = random.Next(1, 4),
            Passes = PastGrace,
            Meanwhile = [Chore.SettleStock, Chore.SettleCoupons],
        };

    /// <summary>Money is sent back by all nodes at once.</summary>
    private ShopRound? Sending(ShopPicture shop)
    {
        if (!shop.Refunds.Values.Any(r => r.DoneAt is null && r.RefusedAt is null)) return null;
        return new ShopRound([Sender(), Sender()])
        {
            Sleeper = Sender(),
            Step = random.Next(1, 4),
            Meanwhile = [Chore.SettleRefunds, Chore.Deliver],
        };
    }

    private Deed.Work Sender() => new(random.Next(2) == 0 ? Chore.SettleRefunds : Chore.Deliver);

    /// <summary>What a closed order has is given back while money comes late.</summary>
    private ShopRound? Closing(ShopPicture shop)
    {
        var open = shop.StockTasks.Where(t => t.State == LockState.Lock).Select(t => t.OrderNumber).ToHashSet();
        var deeds = shop.Orders.Values.Where(o => o.State == OrderState.Closed && open.Contains(o.Number)
            && o.CloseReason == CloseReason.PaymentTimedOut).Select(o => PaidLate(shop, o)).OfType<Deed>().ToList();
        return deeds.Count == 0 ? null : new ShopRound(deeds)
        {
            Sleeper = new Deed.Work(random.Next(3) == 0 ? Chore.SettleCoupons : Chore.SettleStock),
            Step = random.Next(4) == 0 ? 2 : 1,
            Meanwhile = [.. Enumerable.Repeat(Chore.Deliver, random.Next(1, 3))], // the second is about what was paid
        };
    }

    private Deed? PaidLate(ShopPicture shop, Order order) => (Deed?)script.Call(shop, order)
        ?? (script.Pay(shop, order) is { } pay ? pay with { Way = SandboxWay.PayLate } : null);

    /// <summary>Who wants something of an order has looked at it, and acts when it is no more what it was.</summary>
    private ShopRound Anyone(ShopPicture shop)
    {
        var all = Of(shop, script.PickOrder(shop));
        return new ShopRound([all[random.Next(all.Count)], all[random.Next(all.Count)]])
        {
            Sleeper = all[random.Next(all.Count)],
            Step = random.Next(1, 4),
            Passes = random.Next(3) == 0 ? PastGrace : TimeSpan.Zero,
            Meanwhile = [Chore.Deliver, Sweeps[random.Next(Sweeps.Length)]],
        };
    }

    /// <summary>All that may be wanted at the same time of an order in its state, and what comes too late.</summary>
    private List<Deed> Of(ShopPicture shop, Order? order)
    {
        List<Deed> all = [new Deed.Work(Chore.Deliver), new Deed.Work(Sweeps[random.Next(Sweeps.Length)])];
        if (order is null) return all;
        var (number, account) = (OrderNumber.Stored(order.Number), order.AccountId);
        Deed ship = new Deed.Ship(number), stop = new Deed.CancelPaid(number);
        Deed?[] its = order.State switch
        {
            OrderState.AwaitingPayment =>
            [
                script.Pay(shop, order), script.Pay(shop, order), script.Call(shop, order),
                new Deed.Start(number, account), new Deed.Ask(number, account), new Deed.Cancel(number, account),
                new Deed.CancelByStaff(number), new Deed.Work(Chore.CloseOverdue), ship,
            ],
            OrderState.Closed => [script.Pay(shop, order), script.Call(shop, order), ship, stop],
            OrderState.Paid => [ship, ship, stop, stop, script.Refund(shop, order, null)],
            OrderState.Shipped =>
            [
                new Deed.Receive(number, account), stop, script.Refund(shop, order, null),
                script.Refund(shop, order, null),
            ],
            _ => [ship, script.Refund(shop, order, null), script.Refunding(shop, order)],
        };
        all.AddRange(its.OfType<Deed>());
        return all;
    }
}

using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Thinks of what is done next, from a seed and from what there is: mostly what makes sense where a thing
/// stands, several people at the same order, and at times what makes no sense at all.</summary>
internal sealed class ShopScript(Random random, Cast cast)
{
    private const int DeedsMax = 6;
    private static readonly SandboxWay[] Ways =
    [
        SandboxWay.Pay, SandboxWay.Pay, SandboxWay.Pay, SandboxWay.DoubleCallback, SandboxWay.LoseCallback,
        SandboxWay.DelayCallback, SandboxWay.PayTwice, SandboxWay.PayWrongAmount, SandboxWay.PayLate,
        SandboxWay.PayLate, SandboxWay.Decline,
    ];

    /// <summary>What happens until the rows are looked at again.</summary>
    public ShopRound Next(ShopPicture shop, DateTimeOffset now)
    {
        var rivals = new Rivals(random, this);
        if (random.Next(3) > 0 && rivals.Waiting(shop, now) is { } round) return round;
        return random.Next(4) switch
        {
            0 => new ShopRound(Trade(shop)),
            1 => rivals.AtOnce(shop),
            2 => rivals.Asleep(shop),
            _ => new ShopRound(Anything(shop)),
        };
    }

    /// <summary>How long nothing happens after a round: at times an order's limit passes, or a claim's, and where
    /// something waits for the jobs often what they leave to its message.</summary>
    public TimeSpan Pause(ShopPicture shop)
    {
        var isWaiting = shop.Refunds.Values.Any(r => r.DoneAt is null) || Rivals.HasEndedWithOpenTasks(shop);
        if (isWaiting && random.Next(2) == 0) return TimeSpan.FromSeconds(70);
        return random.Next(8) switch
        {
            0 => TimeSpan.FromMinutes(16),
            1 => TimeSpan.FromSeconds(70),
            _ => TimeSpan.FromSeconds(random.Next(1, 12)),
        };
    }

    /// <summary>Everybody comes one step further, so that there is something to quarrel about.</summary>
    private List<Deed> Trade(ShopPicture shop)
    {
        List<Deed> deeds = [.. cast.Accounts.Select(account => Further(shop, account))];
        deeds.AddRange(shop.Levels.Values.Where(l => l.Available < 3).Select(l => new Deed.Stock(l.SkuId, 5)));
        if (Pick(shop.Orders.Values.Where(o => o is { State: OrderState.Paid, StoppedAt: null })) is { } paid)
            deeds.Add(Often ? Refund(shop, paid, null) : new Deed.Ship(OrderNumber.Stored(paid.Number)));
        if (Often) deeds.Add(new Deed.Work(Chore.Deliver));
        return deeds;
    }

    private Deed Further(ShopPicture shop, long account)
    {
        var unpaid = shop.Orders.Values.Where(
            o => o.AccountId == account && o.State == OrderState.AwaitingPayment).ToList();
        var trades = shop.Trades.Values.ToLookup(t => t.OrderNumber);
        if (unpaid.Find(o => !trades.Contains(o.Number)) is { } fresh)
            return new Deed.Start(OrderNumber.Stored(fresh.Number), account);
        if (random.Next(3) > 0 && Pick(unpaid) is { } order)
            return new Deed.Pay(Pick(trades[order.Number])!.Id, Pick(Ways));
        if (random.Next(3) == 0) return new Deed.Claim(account, Guid.NewGuid(), Pick(cast.Coupons));
        return Buy(shop, account) ?? (Deed)new Deed.Fill(account, random.Next(1, 3), Pick(cast.Skus));
    }

    private List<Deed> Anything(ShopPicture shop)
    {
        var busy = PickOrder(shop);
        var deeds = new List<Deed>();
        for (var count = random.Next(2, DeedsMax + 1); deeds.Count < count;)
        {
            var deed = Next(shop, Often ? busy : PickOrder(shop));
            if (deed is null) continue;
            deeds.Add(deed);
            if (random.Next(6) == 0) deeds.Add(deed); // pressed twice
        }

        return deeds;
    }

    private bool Often => random.Next(10) < 6;

    /// <summary>Of each state as often as of any other.</summary>
    public Order? PickOrder(ShopPicture shop) => Pick(shop.Orders.Values.GroupBy(o => o.State)) is { } its
        ? Pick(its.OrderByDescending(o => o.CreatedAt).Take(6))
        : null;

    private Deed? Next(ShopPicture shop, Order? order) => random.Next(26) switch
    {
        0 => new Deed.Claim(Anybody(), Guid.NewGuid(), Pick(cast.Coupons)),
        1 when Pick(shop.Claims.Values) is { } claim =>
            new Deed.Claim(claim.AccountId, claim.RequestKey, claim.CouponId),
        2 or 3 or 4 => new Deed.Fill(Anybody(), random.Next(1, 4), Pick(cast.Skus)),
        5 or 6 or 7 or 8 => Buy(shop),
        9 when order is not null => // the same key again
            new Deed.Buy(order.AccountId, order.CheckoutKey, Often ? order.ClaimId : null),
        10 => Staff(shop),
        11 or 12 or 13 => new Deed.Work(Pick(Enum.GetValues<Chore>())),
        14 or 15 => new Deed.Work(Chore.Deliver),
        _ => order is null ? null : OfOrder(shop, order),
    };

    /// <summary>Of somebody whose cart is full.</summary>
    public Deed.Buy? Buy(ShopPicture shop) => Buy(shop, Pick(shop.Carts.Keys.Select(k => k.Account).Distinct()));

    private Deed.Buy? Buy(ShopPicture shop, long account)
    {
        if (shop.Carts.Keys.All(k => k.Account != account)) return null;
        var claim = Often ? Pick(shop.Claims.Values.Where(c => c.AccountId == account)) : null;
        return new Deed.Buy(account, RandomToken.New(), claim?.Id);
    }

    private Deed? Staff(ShopPicture shop)
    {
        var coupon = shop.Coupons[Pick(cast.Coupons)];
        var (product, (version, _)) = Pick(shop.Products);
        return random.Next(6) switch
        {
            0 => new Deed.Price(product, version, random.Next(20, 200) * 100),
            1 => new Deed.Change(coupon.Id, coupon.Version,
                coupon.State == CouponState.Paused ? CouponChange.Resume : CouponChange.Pause),
            2 => new Deed.Total(coupon.Id, coupon.Version, Math.Max(1, coupon.Claimed + random.Next(-1, 5))),
            _ => new Deed.Stock(Pick(cast.Skus), random.Next(3) == 0 ? -random.Next(1, 5) : random.Next(1, 7)),
        };
    }

    /// <summary>What makes sense in the order's state; now and then what does in another.</summary>
    private Deed? OfOrder(ShopPicture shop, Order order)
    {
        var state = random.Next(8) == 0 ? Pick(Enum.GetValues<OrderState>()) : order.State;
        var (number, account) = (OrderNumber.Stored(order.Number), order.AccountId);
        return state switch
        {
            OrderState.AwaitingPayment => random.Next(12) switch
            {
                0 => new Deed.Cancel(number, account),
                1 => new Deed.CancelByStaff(number),
                2 => new Deed.Ask(number, account),
                3 => new Deed.Cancel(number, Anybody()), // of somebody else
                4 => new Deed.Forge(number, RandomToken.New()),
                5 or 6 => Call(shop, order),
                7 or 8 => new Deed.Start(number, account),
                _ => (Deed?)Pay(shop, order) ?? new Deed.Start(number, account),
            },
            OrderState.Closed => Often ? Pay(shop, order) : Call(shop, order),
            OrderState.Paid when random.Next(4) == 0 => new Deed.Ship(number),
            OrderState.Paid when random.Next(5) == 0 => new Deed.CancelPaid(number),
            OrderState.Shipped when random.Next(3) == 0 => new Deed.Receive(number, account),
            _ => Refunding(shop, order),
        };
    }

    public Deed.Pay? Pay(ShopPicture shop, Order order) =>
        Pick(shop.Trades.Values.Where(t => t.OrderNumber == order.Number)) is not { } trade ? null
            : new Deed.Pay(trade.Id, trade.State == SandboxTradeState.Closed ? SandboxWay.PayLate : Pick(Ways));

    public Deed.Call? Call(ShopPicture shop, Order order) =>
        Pick(shop.Trades.Values.Where(t => t.OrderNumber == order.Number && t.State == SandboxTradeState.Paid))
            is not { } trade ? null : new Deed.Call(OrderNumber.Stored(order.Number), trade.Id, trade.AmountMinor);

    public Deed? Refunding(ShopPicture shop, Order order)
    {
        var number = OrderNumber.Stored(order.Number);
        var asked = Pick(shop.Requests.Values.Where(r => r.OrderNumber == order.Number));
        return random.Next(8) switch
        {
            0 or 1 => new Deed.AskRefund(number, order.AccountId),
            2 => new Deed.TakeBack(number, order.AccountId),
            3 => asked is null ? null : new Deed.Decline(number, asked.Id),
            4 => Call(shop, order),
            _ => Refund(shop, order, Often ? asked?.Id : null),
        };
    }

    public Deed.Refund Refund(ShopPicture shop, Order order, long? requestId)
    {
        var kept = shop.Payments.Values.FirstOrDefault(
            p => p.OrderNumber == order.Number && p.State == PaymentState.Kept);
        var left = kept is null ? order.DueMinor : kept.AmountMinor - kept.RefundedMinor;
        var amount = random.Next(3) == 0 ? left + random.Next(-1, 2) : random.NextInt64(1, Math.Max(2, left / 2));
        var line = order.Lines[random.Next(order.Lines.Count)];
        var goods = Often
            ? new ReturnedGoods(line.SkuId, random.Next(1, line.Quantity + 1), random.Next(3) > 0)
            : null;
        return new Deed.Refund(OrderNumber.Stored(order.Number), Guid.NewGuid(), Math.Max(1, amount), goods, requestId);
    }

    private long Anybody() => Pick(cast.Accounts);

    private T? Pick<T>(IEnumerable<T> from)
    {
        var all = from.ToList();
        return all.Count == 0 ? default : all[random.Next(all.Count)];
    }
}

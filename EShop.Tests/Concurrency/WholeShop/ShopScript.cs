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

    /// <summary>What is done at once, in one round.</summary>
    public List<Deed> Round(ShopPicture shop)
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

    /// <summary>How long nothing happens after a round; at times an order's limit, or a claim's, passes.</summary>
    public TimeSpan Pause() => random.Next(12) switch
    {
        0 => TimeSpan.FromMinutes(16),
        1 or 2 => TimeSpan.FromSeconds(70),
        _ => TimeSpan.FromSeconds(random.Next(1, 12)),
    };

    private bool Often => random.Next(10) < 6;

    /// <summary>Of each state as often as of any other.</summary>
    private Order? PickOrder(ShopPicture shop) => Pick(shop.Orders.Values.GroupBy(o => o.State)) is { } its
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

    private Deed.Buy? Buy(ShopPicture shop)
    {
        var full = Pick(shop.Carts.Keys.Select(k => k.Account).Distinct());
        if (full == 0) return null;
        var claim = Often ? Pick(shop.Claims.Values.Where(c => c.AccountId == full)) : null;
        return new Deed.Buy(full, RandomToken.New(), claim?.Id);
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

    private Deed.Pay? Pay(ShopPicture shop, Order order) =>
        Pick(shop.Trades.Values.Where(t => t.OrderNumber == order.Number)) is not { } trade ? null
            : new Deed.Pay(trade.Id, trade.State == SandboxTradeState.Closed ? SandboxWay.PayLate : Pick(Ways));

    private Deed.Call? Call(ShopPicture shop, Order order) =>
        Pick(shop.Trades.Values.Where(t => t.OrderNumber == order.Number && t.State == SandboxTradeState.Paid))
            is not { } trade ? null : new Deed.Call(OrderNumber.Stored(order.Number), trade.Id, trade.AmountMinor);

    private Deed? Refunding(ShopPicture shop, Order order)
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

    private Deed.Refund Refund(ShopPicture shop, Order order, long? requestId)
    {
        var kept = shop.Payments.Values.FirstOrDefault(
            p => p.OrderNumber == order.Number && p.State == PaymentState.Kept);
        var left = kept is null ? order.DueMinor : kept.AmountMinor - kept.RefundedMinor;
        var amount = random.Next(3) == 0 ? left + random.Next(-1, 2) : random.NextInt64(1, Math.Max(2, left));
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

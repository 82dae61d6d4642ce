using EShop.Core.Catalog.Manage;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>
/// Holds what was answered in a round against what changed in it, both ways: who was told yes has it, once; who was
/// told no has it not; what nobody knows happened at most once; and nothing changed that nobody asked for.
/// </summary>
internal sealed class RoundRules(ShopPicture before, IReadOnlyList<Done> done, ShopPicture after)
{
    /// <summary>Something broke in this round, whoever noticed.</summary>
    public required bool IsFaulty { get; init; }

    private bool IsAnyUnknown { get; } = done.Any(d => d.Answer.IsUnknown);

    public IEnumerable<string> Broken() =>
    [
        .. done.Select(d => d.Answer.Unforeseen).OfType<string>(), .. Lasting(), .. Orders(), .. Checkouts(),
        .. Claims(), .. Stock(), .. Staff(), .. Refunds(), .. Requests(), .. Payments(), .. Remains(),
    ];

    /// <summary>Whether something happened as often as the answers say: at least for each yes, at most for each yes and
    /// each answer that nobody knows.</summary>
    private string? Fault<TDeed>(string what, int happened, Func<TDeed, bool> isIt, string yes) where TDeed : Deed
    {
        var its = done.Where(d => d.Deed is TDeed deed && isIt(deed)).Select(d => d.Answer).ToList();
        var (sure, maybe) = (its.Count(a => a.Status == yes), its.Count(a => a.IsUnknown));
        return happened >= sure && happened <= sure + maybe ? null
            : $"{what} happened {happened} times, was told {sure} times and is unknown {maybe} times";
    }

    private static IEnumerable<string> Some(params string?[] faults) => faults.OfType<string>();

    /// <summary>What was agreed and what has happened stays so.</summary>
    private IEnumerable<string> Lasting()
    {
        foreach (var was in before.Orders.Values)
        {
            var isSame = after.Orders.TryGetValue(was.Number, out var order) && order.DueMinor == was.DueMinor
                && order.ClaimId == was.ClaimId && order.CheckoutKey == was.CheckoutKey
                && order.Lines.Select(l => (l.SkuId, l.Quantity, l.UnitPriceMinor)).Order()
                    .SequenceEqual(was.Lines.Select(l => (l.SkuId, l.Quantity, l.UnitPriceMinor)).Order())
                && (was.PaidWith is null || was.PaidWith == order.PaidWith)
                && (was.StoppedAt is null || was.StoppedAt == order.StoppedAt)
                && after.LifeOf(was.Number).Take(before.LifeOf(was.Number).Count)
                    .SequenceEqual(before.LifeOf(was.Number));
            if (!isSame) yield return $"{was.Number} is not what it was";
        }

        foreach (var was in before.Payments.Values)
            if (!after.Payments.TryGetValue(was.Id, out var payment) || payment.AmountMinor != was.AmountMinor
                || payment.RefundedMinor < was.RefundedMinor || !MayBecome(was.State, payment.State))
                yield return $"payment {was.Id} of {was.AmountMinor}, {was.State}, is not what it was";
        if (before.Claims.Keys.Except(after.Claims.Keys).Any()) yield return "a claim is gone";
        if (before.Refunds.Keys.Except(after.Refunds.Keys).Any()) yield return "a refund is gone";
    }

    private static bool MayBecome(PaymentState was, PaymentState now) => was == now || was switch
    {
        PaymentState.Received => true,
        PaymentState.Kept or PaymentState.RefundDue => now == PaymentState.Refunded,
        _ => false,
    };

    /// <summary>Each new step of an order's life was somebody's, who was told so.</summary>
    private IEnumerable<string> Orders()
    {
        foreach (var order in after.Orders.Values)
        {
            var number = order.Number;
            var steps = after.Steps[number].Skip(before.Steps[number].Count()).ToList();
            int To(OrderState state, string? note = null) =>
                steps.Count(s => s.ToState == state && (note is null || s.Note == note));
            var isStopped = order.StoppedAt is not null
                && before.Orders.GetValueOrDefault(number)?.StoppedAt is null ? 1 : 0;
            foreach (var fault in Some(
                Fault<Deed.Cancel>($"cancelling of {number}", To(OrderState.Closed, "CancelledByShopper"),
                    d => d.Order.Text == number && d.Account == order.AccountId, "Cancelled"),
                Fault<Deed.CancelByStaff>($"cancelling of {number} by staff",
                    To(OrderState.Closed, "CancelledByStaff"), d => d.Order.Text == number, "Cancelled"),
                Fault<Deed.CancelPaid>($"stopping of {number}", isStopped, d => d.Order.Text == number, "Cancelled"),
                Fault<Deed.Ship>($"sending of {number}", To(OrderState.Shipped),
                    d => d.Order.Text == number, "Shipped"),
                Fault<Deed.Receive>($"receipt of {number}", To(OrderState.Completed),
                    d => d.Order.Text == number && d.Account == order.AccountId, "Completed")))
                yield return fault;
            if (To(OrderState.Closed, "PaymentTimedOut") > 0 && order.PayUntil > after.At)
                yield return $"{number} timed out before its time";
            if (steps.Any(s => s.FromState == OrderState.Closed) && order.CloseReason != CloseReason.PaymentTimedOut)
                yield return $"{number} was cancelled and came back";
        }
    }

    /// <summary>One key, one order, at the total that was confirmed; a refusal had a reason.</summary>
    private IEnumerable<string> Checkouts()
    {
        foreach (var order in after.Orders.Values.Where(o => !before.Orders.ContainsKey(o.Number)))
        {
            var its = done.Where(d => d.Deed is Deed.Buy buy && buy.Account == order.AccountId
                && buy.Key == order.CheckoutKey).ToList();
            var placed = its.Where(d => d.Answer.Is(CheckOutStatus.Placed)).ToList();
            if (placed.Count > 1 || (placed.Count == 0 && !its.Exists(d => d.Answer.IsUnknown))
                || placed.Exists(d => d.Answer.Order.Text != order.Number || d.Answer.Minor != order.DueMinor))
                yield return $"{order.Number} over {order.DueMinor} was placed by {string.Join(" or ", its)}";
        }

        foreach (var (deed, _, answer) in done.Where(d => d.Deed is Deed.Buy))
        {
            var buy = (Deed.Buy)deed;
            var order = answer.Order.Text is { } number ? after.Orders.GetValueOrDefault(number) : null;
            var hasOne = answer.Is(CheckOutStatus.Placed) || answer.Is(CheckOutStatus.AlreadyPlaced);
            if (hasOne && (order?.AccountId != buy.Account || order.CheckoutKey != buy.Key
                || (order.ClaimId != buy.ClaimId && answer.Is(CheckOutStatus.Placed))))
                yield return $"{buy} was told {answer.Order}, which is not its order";
            if (answer.Is(CheckOutStatus.Placed) && before.Orders.ContainsKey(answer.Order.Text))
                yield return $"{answer.Order} was placed twice";
            if (answer.Is(CheckOutStatus.SoldOut) && WasEnough(buy.Account, answer.SoldOut.Sku))
                yield return $"{buy} was told that SKU {answer.SoldOut.Sku} was sold out, which it never was";
        }
    }

    /// <summary>Whether there was enough of a SKU for a cart, whatever everybody else of the round took.</summary>
    private bool WasEnough(long account, long sku)
    {
        long Wish(long who) => before.Carts.GetValueOrDefault((who, sku))
            + done.Select(d => d.Deed).OfType<Deed.Fill>().Where(d => d.Account == who && d.Sku == sku)
                .Sum(d => (long)d.Quantity);
        var buyers = done.Select(d => d.Deed).OfType<Deed.Buy>().Sum(d => Wish(d.Account));
        var removed = done.Select(d => d.Deed).OfType<Deed.Stock>().Where(d => d.Sku == sku && d.Difference < 0)
            .Sum(d => (long)-d.Difference);
        var revived = before.Orders.Values.Where(o => o.State == OrderState.Closed)
            .SelectMany(o => o.Lines).Where(l => l.SkuId == sku).Sum(l => (long)l.Quantity);
        return before.Levels[sku].Available - buyers - removed - revived >= Wish(account);
    }

    private IEnumerable<string> Claims()
    {
        var keys = done.Select(d => d.Deed).OfType<Deed.Claim>().Select(d => d.Key).ToHashSet();
        foreach (var key in keys.Where(key => !before.Claims.ContainsKey(key)))
        {
            var its = done.Where(d => d.Deed is Deed.Claim claim && claim.Key == key).Select(d => d.Answer).ToList();
            var isTold = its.Exists(a => a.Is(ClaimCouponStatus.Claimed));
            var isThere = after.Claims.ContainsKey(key);
            if (isThere != isTold && !(isThere && its.Exists(a => a.IsUnknown)))
                yield return $"claim {key} is there: {isThere}, and was told {string.Join(", ", its)}";
        }

        if (after.Claims.Keys.Except(before.Claims.Keys).Except(keys).Any()) yield return "somebody claims by itself";
    }

    private IEnumerable<string> Stock()
    {
        foreach (var (sku, level) in after.Levels)
        {
            var was = before.Levels[sku];
            var its = done.Where(d => d.Deed is Deed.Stock stock && stock.Sku == sku).ToList();
            var sums = new HashSet<(long In, long Out)> { (0, 0) };
            foreach (var (deed, _, answer) in its.Where(
                d => d.Answer.IsUnknown || d.Answer.Is(ChangeStockStatus.Changed)))
            {
                var change = ((Deed.Stock)deed).Difference;
                var with = sums.Select(s => (s.In + Math.Max(change, 0), s.Out + Math.Max(-change, 0))).ToList();
                if (!answer.IsUnknown) sums.Clear();
                sums.UnionWith(with);
            }

            if (!sums.Contains((level.Received - was.Received, level.WrittenOff - was.WrittenOff)))
                yield return $"SKU {sku} received {was.Received} > {level.Received}, "
                    + $"wrote off {was.WrittenOff} > {level.WrittenOff}: {string.Join(", ", its)}";
        }
    }

    private IEnumerable<string> Staff()
    {
        foreach (var (id, (version, sku)) in after.Products)
        {
            var was = before.Products[id];
            foreach (var fault in Some(Fault<Deed.Price>($"pricing of product {id}", version - was.Version,
                d => d.Product == id, nameof(SaveProductStatus.Saved)))) yield return fault;
            if (sku.PriceMinor != was.Sku.PriceMinor && !done.Any(d => d.Deed is Deed.Price price
                && price.Product == id && price.PriceMinor == sku.PriceMinor))
                yield return $"product {id} costs {sku.PriceMinor}, which nobody said";
        }

        foreach (var (id, coupon) in after.Coupons)
        {
            var changes = done.Count(d => d.Deed is Deed.Change change && change.Coupon == id
                && d.Answer.Is(ChangeCouponStateStatus.Changed));
            foreach (var fault in Some(Fault<Deed>($"changing of coupon {id}",
                coupon.Version - before.Coupons[id].Version,
                d => d is Deed.Change change && change.Coupon == id || d is Deed.Total total && total.Coupon == id,
                nameof(ChangeCouponTotalStatus.Changed)))) yield return fault;
            if (changes == 1 && !IsAnyUnknown && coupon.State == before.Coupons[id].State)
                yield return $"coupon {id} was changed, and is {coupon.State} as before";
        }
    }

    private IEnumerable<string> Refunds()
    {
        var fresh = after.Refunds.Values.Where(r => !before.Refunds.ContainsKey(r.Key)).ToDictionary(r => r.Key);
        var keys = done.Select(d => d.Deed).OfType<Deed.Refund>().DistinctBy(d => d.RowKey).ToList();
        foreach (var deed in keys)
        {
            var row = fresh.GetValueOrDefault(deed.RowKey);
            foreach (var fault in Some(Fault<Deed.Refund>($"refund {deed.RowKey}", row is null ? 0 : 1,
                d => d.RowKey == deed.RowKey, nameof(RefundOrderStatus.Refunded)))) yield return fault;
            if (row is not null && row.AmountMinor != deed.AmountMinor)
                yield return $"refund {deed.RowKey} of {deed.AmountMinor} sends {row.AmountMinor}";
        }

        foreach (var refund in fresh.Values.Where(r => keys.TrueForAll(k => k.RowKey != r.Key)))
        {
            var payment = after.Payments[refund.PaymentId];
            var isLate = refund.Key == $"late-{payment.Id}" && payment.State
                is PaymentState.RefundDue or PaymentState.Refunded && refund.AmountMinor == payment.AmountMinor;
            var isStopped = refund.Key == $"stop-{payment.OrderNumber}"
                && after.Orders[payment.OrderNumber].StoppedAt is not null;
            if (!isLate && !isStopped) yield return $"refund {refund.Key} of {refund.AmountMinor} is nobody's";
        }
    }

    private IEnumerable<string> Requests()
    {
        foreach (var order in after.Orders.Values)
        {
            var its = after.Requests.Values.Where(r => r.OrderNumber == order.Number).ToList();
            int Moved(RefundRequestState state) => its.Count(r => r.State == state
                && before.Requests.GetValueOrDefault(r.Id)?.State != state);
            foreach (var fault in Some(
                Fault<Deed.AskRefund>($"asking for {order.Number}", its.Count(r => !before.Requests.ContainsKey(r.Id)),
                    d => d.Order.Text == order.Number, nameof(AskForRefundStatus.Asked)),
                Fault<Deed.TakeBack>($"taking back for {order.Number}", Moved(RefundRequestState.TakenBack),
                    d => d.Order.Text == order.Number, nameof(TakeBackRefundRequestStatus.TakenBack)),
                Fault<Deed.Decline>($"declining for {order.Number}", Moved(RefundRequestState.Declined),
                    d => d.Order.Text == order.Number, nameof(DeclineRefundStatus.Declined)))) yield return fault;
            var accepted = Moved(RefundRequestState.Accepted);
            var refunds = done.Count(d => d.Deed is Deed.Refund { RequestId: not null } refund
                && refund.Order.Text == order.Number
                && (d.Answer.IsUnknown || d.Answer.Is(RefundOrderStatus.Refunded)));
            if (accepted > refunds + (order.StoppedAt is null ? 0 : 1) || its.Count(r =>
                r.State == RefundRequestState.Open) > 1) yield return $"requests for {order.Number} were not decided";
        }
    }

    private IEnumerable<string> Payments()
    {
        foreach (var (deed, _, answer) in done)
        {
            if (deed is Deed.Forge forge && (!(answer.Is(ReceivePaymentStatus.Forged) || answer.IsUnknown)
                || after.Payments.Values.Any(p => p.ProviderId == forge.TradeId)))
                yield return $"{forge} was believed: {answer.Status}";
            if (deed is Deed.Call call && (answer.Is(ReceivePaymentStatus.Recorded)
                || answer.Is(ReceivePaymentStatus.AlreadyRecorded))
                && after.Payments.Values.Count(p => p.ProviderId == call.TradeId) != 1)
                yield return $"{call} was taken, and is not there once";
        }
    }

    /// <summary>Where nothing broke, nothing is left behind by those who were refused, and no job fails.</summary>
    private IEnumerable<string> Remains()
    {
        if (!IsFaulty && done.Any(d => d.Answer.Status == Answer.PartlyFailed)) yield return "a job failed";
        var left = after.Stranded.Count() - before.Stranded.Count();
        if (!IsAnyUnknown && left > 0) yield return $"{left} SKUs stay locked for nobody";
    }
}

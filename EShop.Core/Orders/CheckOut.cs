using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

public enum CheckOutStatus
{
    /// <summary>The key is empty, too long or not of letters, digits and hyphens.</summary>
    KeyMalformed = 1,

    /// <summary>This key has made an order before; the result names it.</summary>
    AlreadyPlaced,

    /// <summary>This key has made an order before, and was asked for something else then.</summary>
    KeyUsedOtherwise,

    /// <summary>The account has as many unpaid orders as it may.</summary>
    TooManyOpen,

    CartEmpty,

    /// <summary>No address of this account was chosen.</summary>
    AddressMissing,

    /// <summary>A line's product is no longer sold; the result names the SKU.</summary>
    NotForSale,

    /// <summary>One person may not have so many of it; the result says of what, and how many more.</summary>
    OverPersonLimit,

    /// <summary>The total, or what it is made of, is not what the shopper saw; the result has the new one and what
    /// changed, to be confirmed.</summary>
    TotalChanged,

    /// <summary>The coupon is not there to be used, or the goods do not meet its terms.</summary>
    CouponRefused,

    /// <summary>There are fewer than wanted; the result says of what and how many.</summary>
    SoldOut,

    /// <summary>Too many at once; nothing was kept. The same key may be sent again.</summary>
    Busy,

    /// <summary>It took so long that the settling job closed the number (S13); nothing was kept. Send it
    /// again.</summary>
    TooLate,

    Placed,
}

/// <param name="CheckoutKey">The page's one-time key, 1 to 64 letters, digits or hyphens.</param>
/// <param name="SeenDue">The total that the shopper confirmed; compared, never used.</param>
public sealed record CheckOutRequest(
    long AccountId, string CheckoutKey, long AddressId, long? ClaimId, string Note, Money SeenDue)
{
    /// <summary>All that is asked for, as one word of at most 64 characters: the key stands for it, and for nothing
    /// else. Null: the key stands for whatever is asked with it.</summary>
    public string? Content { get; init; }

    /// <summary>What the total was made of; null: only the total is compared.</summary>
    public SeenCheckout? Seen { get; init; }
}

/// <param name="SkuId">The SKU that a refusal is about.</param>
/// <param name="Left">How many of it are left, for <see cref="CheckOutStatus.SoldOut"/> and
/// <see cref="CheckOutStatus.OverPersonLimit"/>.</param>
public sealed record CheckOutResult(
    CheckOutStatus Status, OrderNumber Number = default, long SkuId = 0, long Left = 0, CheckoutTotal? Total = null)
{
    /// <summary>What is not as it was seen, for <see cref="CheckOutStatus.TotalChanged"/>; empty where only the total
    /// is known to differ.</summary>
    public IReadOnlyList<CheckoutChange> Changes { get; init; } = [];
}

/// <summary>
/// Places an order, and reads like its receipt (S10, S14): same key? → price → hold the coupon → take the stock → write
/// the order and its messages. Each module commits alone; what a refusal leaves behind is given back at once, what a
/// fault leaves behind is found by the settling job. There is no distributed transaction.
/// </summary>
public sealed partial class CheckOut(
    ShopStore store, CheckoutParts parts, IOptions<OrderOptions> options, IOptions<SettleOptions> settling,
    IOptions<ShopOptions> shop, IOrderOutcome outcomes, OrderMetrics metrics, TimeProvider clock,
    ILogger<CheckOut> log)
{
    private const string RefusedReason = "checkout refused";

    private readonly OrderOptions _options = options.Value;

    public async Task<CheckOutResult> ExecuteAsync(CheckOutRequest request, CancellationToken ct)
    {
        using var step = ShopTrace.Start("checkout");
        var began = clock.GetTimestamp();
        var result = await DecideOrBusyAsync(request, ct);
        if (MayBeOvertaken(result.Status)) result = await FirstOrAsync(request, result);
        metrics.CheckedOut(result.Status, clock.GetElapsedTime(began));
        step?.SetTag("outcome", result.Status).SetTag("order", result.Number.Text);
        LogCheckOut(request.AccountId, result.Status, result.Number.Text);
        return result;
    }

    /// <summary>Whether the refusal may come of a twin with the same key, which took the coupon or the last piece.
    /// </summary>
    private static bool MayBeOvertaken(CheckOutStatus status) => status is CheckOutStatus.TooManyOpen
        or CheckOutStatus.OverPersonLimit or CheckOutStatus.TotalChanged or CheckOutStatus.CouponRefused
        or CheckOutStatus.SoldOut or CheckOutStatus.Busy or CheckOutStatus.TooLate;

    private async Task<CheckOutResult> FirstOrAsync(CheckOutRequest request, CheckOutResult refusal) =>
        await store.ReadAsync(db => CheckoutKey.FindAsync(db, request, default), default) is { } first
            ? first.AnswerTo(request)
            : refusal;

    /// <summary>A store that is locked or away is told as busy: what was held by then is given back by the settling
    /// job, and the same key may be sent again.</summary>
    private async Task<CheckOutResult> DecideOrBusyAsync(CheckOutRequest request, CancellationToken ct)
    {
        try
        {
            return await DecideAsync(request, ct);
        }
        catch (StoreBusyException error)
        {
            LogBusy(error, request.AccountId);
            return new CheckOutResult(CheckOutStatus.Busy);
        }
    }

    private async Task<CheckOutResult> DecideAsync(CheckOutRequest request, CancellationToken ct)
    {
        if (!CheckoutKey.IsWellFormed(request.CheckoutKey)) return new CheckOutResult(CheckOutStatus.KeyMalformed);
        if (await parts.Draft.ExecuteAsync(request, ct) is not { } draft)
            return new CheckOutResult(CheckOutStatus.Busy);
        if (draft.Refusal is { } refusal) return refusal;

        // From here on the shopper's leaving changes nothing: the order is placed or given back whole.
        var now = clock.GetUtcNow();
        var number = OrderNumber.New(now);
        var dueAt = now + settling.Value.CheckoutGrace;
        var basket = CheckoutPricing.BasketOf(draft.Lines, _options);
        var saving = await HoldCouponAsync(request, (number, basket, dueAt));
        if (saving is null) return new CheckOutResult(CheckOutStatus.CouponRefused);
        var total = CheckoutPricing.TotalOf(basket, saving.Value);
        var changes = await CheckoutChanges.FindAsync(store, request.Seen, (draft.Lines, total), default);
        if (total.Due != request.SeenDue || changes.Count > 0)
            return await GiveCouponBackAsync(request, number,
                new CheckOutResult(CheckOutStatus.TotalChanged, Total: total) { Changes = changes });
        var stock = await parts.TakeStock.ExecuteAsync(
            new TakeStockRequest(number, [.. draft.Lines.Select(l => (l.SkuId, l.Quantity))], dueAt), default);
        return stock.Status switch
        {
            TakeStockStatus.Busy => await GiveBackAsync(request, number, new CheckOutResult(CheckOutStatus.Busy)),
            TakeStockStatus.SoldOut => await GiveCouponBackAsync(request, number,
                new CheckOutResult(CheckOutStatus.SoldOut, SkuId: stock.SkuId, Left: stock.Left)),
            TakeStockStatus.Taken => await WriteAsync(request, draft.ToPlace(
                new OrderTerms(number, total, shop.Value.Currency, now, now + _options.PayLimit)), number),
            _ => throw new InvalidOperationException($"Unknown status: {stock.Status}."),
        };
    }

    /// <summary>What the coupon takes off; nothing without one; null when it is refused.</summary>
    private async Task<CouponSaving?> HoldCouponAsync(
        CheckOutRequest request, (OrderNumber Number, Basket Basket, DateTimeOffset DueAt) order)
    {
        if (request.ClaimId is not { } claimId) return default(CouponSaving);
        var held = await parts.HoldClaim.ExecuteAsync(
            new HoldClaimRequest(request.AccountId, claimId, order.Number, order.Basket, order.DueAt), default);
        return held.Status == HoldClaimStatus.Held ? held.Saving : null;
    }

    private async Task<CheckOutResult> WriteAsync(CheckOutRequest request, OrderToPlace order, OrderNumber number)
    {
        var placed = await PlaceAsync(order);
        var result = placed.Status switch
        {
            PlaceOrderStatus.Busy => await GiveBackAsync(request, number, new CheckOutResult(CheckOutStatus.Busy)),
            PlaceOrderStatus.Used => await LookUpAsync(request, number),
            PlaceOrderStatus.TooManyOpen =>
                await GiveBackAsync(request, number, new CheckOutResult(CheckOutStatus.TooManyOpen)),
            PlaceOrderStatus.OverPersonLimit => await GiveBackAsync(request, number,
                new CheckOutResult(CheckOutStatus.OverPersonLimit, SkuId: placed.SkuId, Left: placed.Left)),
            PlaceOrderStatus.Placed => new CheckOutResult(CheckOutStatus.Placed, number),
            _ => throw new InvalidOperationException("Unknown status."),
        };
        if (result.Status == CheckOutStatus.Placed) await parts.Cart.ClearAsync(order.Order);
        return result;
    }

    /// <summary>Where the commit's answer was lost, the rows are looked up as if the key had been used.</summary>
    private async Task<PlaceOrderResult> PlaceAsync(OrderToPlace order)
    {
        try
        {
            return await parts.PlaceOrder.ExecuteAsync(order);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error) || error is CommitUnknownException)
        {
            return new PlaceOrderResult(PlaceOrderStatus.Used);
        }
    }

    /// <summary>A key has been used, or the commit's answer was lost: what the rows say is the truth.</summary>
    private async Task<CheckOutResult> LookUpAsync(CheckOutRequest request, OrderNumber number)
    {
        var first = await store.ReadAsync(db => CheckoutKey.FindAsync(db, request, default), default);
        if (first?.Number == number) return new CheckOutResult(CheckOutStatus.Placed, number);
        if (first is not null) return await GiveBackAsync(request, number, first.AnswerTo(request));
        // To ask closes the number for good: a commit that is still under way cannot come after the giving back.
        var answer = await outcomes.AskAsync(number, default);
        return answer.Outcome == OrderOutcome.NeverCreated
            ? await GiveBackAsync(request, number, new CheckOutResult(CheckOutStatus.TooLate))
            : new CheckOutResult(CheckOutStatus.Placed, number);
    }

    /// <summary>Gives back what was held for a number that becomes no order, then answers.</summary>
    private async Task<CheckOutResult> GiveBackAsync(CheckOutRequest request, OrderNumber number, CheckOutResult answer)
    {
        await parts.TakeStock.GiveBackAsync(number, RefusedReason);
        return await GiveCouponBackAsync(request, number, answer);
    }

    /// <summary>The same where no stock was taken. Of a rush for the last pieces most are refused: what was not held
    /// costs them no transaction.</summary>
    private async Task<CheckOutResult> GiveCouponBackAsync(
        CheckOutRequest request, OrderNumber number, CheckOutResult answer)
    {
        if (request.ClaimId is not null) await parts.HoldClaim.GiveBackAsync(number, RefusedReason);
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Checkout of account {AccountId}: the store is busy")]
    private partial void LogBusy(Exception error, long accountId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Checkout of account {AccountId}: {Status} {Order}")]
    private partial void LogCheckOut(long accountId, CheckOutStatus status, string? order);
}

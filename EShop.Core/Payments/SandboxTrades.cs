using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

public enum ShowSandboxTradeStatus { NotFound = 1, Shown }

public sealed record ShowSandboxTradeRequest(string TradeId);

/// <param name="IsPaid">It was paid before.</param>
/// <param name="IsClosed">The shop has closed it.</param>
/// <param name="IsLate">Its money is under way, and comes when the shop has closed it.</param>
public sealed record ShowSandboxTradeResult(
    ShowSandboxTradeStatus Status, OrderNumber Order = default, Money Amount = default, string Currency = "",
    bool IsPaid = false, bool IsClosed = false, bool IsLate = false);

/// <summary>What the sandbox's own pay page shows.</summary>
public sealed class ShowSandboxTrade(ShopStore store)
{
    public Task<ShowSandboxTradeResult> ExecuteAsync(ShowSandboxTradeRequest request, CancellationToken ct) =>
        store.ReadAsync(async db =>
        {
            var trade = await db.Set<SandboxTrade>().SingleOrDefaultAsync(t => t.Id == request.TradeId, ct);
            return trade is null
                ? new ShowSandboxTradeResult(ShowSandboxTradeStatus.NotFound)
                : new ShowSandboxTradeResult(
                    ShowSandboxTradeStatus.Shown, OrderNumber.Stored(trade.OrderNumber), new Money(trade.AmountMinor),
                    trade.Currency, trade.State == SandboxTradeState.Paid, trade.State == SandboxTradeState.Closed,
                    trade.IsLate);
        }, ct);
}

/// <summary>The ways in which a shopper, or a test, can pay at the sandbox: as it should be, and as it should not.
/// </summary>
public enum SandboxWay
{
    Pay = 1,

    /// <summary>The bank says no; the payment stays open.</summary>
    Decline,

    /// <summary>The money comes after the shop has closed the payment.</summary>
    PayLate,

    /// <summary>Two payments of the full amount.</summary>
    PayTwice,

    /// <summary>The smallest coin too little.</summary>
    PayWrongAmount,

    /// <summary>Paid; the shop is never told.</summary>
    LoseCallback,

    /// <summary>Paid; the shop is told twice.</summary>
    DoubleCallback,

    /// <summary>Paid; the shop is told after <see cref="PaySandboxTrade.CallbackDelay"/>.</summary>
    DelayCallback,
}

public enum PaySandboxTradeStatus
{
    NotFound = 1,

    /// <summary>The shop has closed it: it takes no money.</summary>
    Closed,

    /// <summary>It was paid before; the shop is told once more.</summary>
    AlreadyPaid,

    /// <summary>No money moved; the shop is told so.</summary>
    Declined,

    /// <summary>The money is under way and comes after the shop has closed the payment.</summary>
    Promised,

    Paid,
}

public sealed record PaySandboxTradeRequest(string TradeId, SandboxWay Way = SandboxWay.Pay);

/// <summary>The shopper pays on the sandbox's page: the sandbox's books change, and the shop is called back.</summary>
public sealed class PaySandboxTrade(ShopStore store, TimeProvider clock)
{
    public static readonly TimeSpan CallbackDelay = TimeSpan.FromSeconds(20);
    private const string DeclinedStatus = "DECLINED";

    public Task<PaySandboxTradeStatus> ExecuteAsync(PaySandboxTradeRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(async db =>
        {
            var trade = await FindAsync(db, request.TradeId, ct);
            if (trade is null) return PaySandboxTradeStatus.NotFound;
            return request.Way switch
            {
                SandboxWay.Decline => Decline(db, now, trade),
                SandboxWay.PayLate => await PayLateAsync(db, now, trade, ct),
                SandboxWay.Pay or SandboxWay.PayTwice or SandboxWay.PayWrongAmount or SandboxWay.LoseCallback
                    or SandboxWay.DoubleCallback or SandboxWay.DelayCallback =>
                    await PayAsync(db, now, (trade, request.Way), ct),
                _ => throw new ArgumentOutOfRangeException(nameof(request), request.Way, "No such way to pay."),
            };
        }, ct);
    }

    private static async Task<PaySandboxTradeStatus> PayAsync(
        ShopDbContext db, DateTimeOffset now, (SandboxTrade Trade, SandboxWay Way) paying, CancellationToken ct)
    {
        var (trade, way) = paying;
        var amount = way == SandboxWay.PayWrongAmount ? WrongAmountOf(trade) : trade.AmountMinor;
        if (!await SandboxLedger.PayAsync(db, now, (trade.Id, amount), ct))
        {
            // The guard said no: somebody moved it meanwhile, so look at what it is now.
            var state = (await FindAsync(db, trade.Id, ct))!.State;
            if (state == SandboxTradeState.Closed) return PaySandboxTradeStatus.Closed;
            Outbox.Add(db, now, new SandboxNotify(trade.Id));
            return PaySandboxTradeStatus.AlreadyPaid;
        }

        if (way == SandboxWay.PayTwice) AddSecond(db, now, trade);
        if (way == SandboxWay.LoseCallback) return PaySandboxTradeStatus.Paid;
        Outbox.Add(db, now, new SandboxNotify(trade.Id), way == SandboxWay.DelayCallback ? now + CallbackDelay : now);
        if (way == SandboxWay.DoubleCallback) Outbox.Add(db, now, new SandboxNotify(trade.Id));
        return PaySandboxTradeStatus.Paid;
    }

    private static async Task<PaySandboxTradeStatus> PayLateAsync(
        ShopDbContext db, DateTimeOffset now, SandboxTrade trade, CancellationToken ct)
    {
        if (await SandboxLedger.PromiseAsync(db, trade.Id, ct)) return PaySandboxTradeStatus.Promised;
        var isPaid = await SandboxLedger.PayLateAsync(db, now, trade.Id, ct);
        Outbox.Add(db, now, new SandboxNotify(trade.Id));
        return isPaid ? PaySandboxTradeStatus.Paid : PaySandboxTradeStatus.AlreadyPaid;
    }

    private static PaySandboxTradeStatus Decline(ShopDbContext db, DateTimeOffset now, SandboxTrade trade)
    {
        if (trade.State == SandboxTradeState.Paid) return PaySandboxTradeStatus.AlreadyPaid;
        Outbox.Add(db, now, new SandboxNotify(trade.Id, DeclinedStatus));
        return PaySandboxTradeStatus.Declined;
    }

    private static void AddSecond(ShopDbContext db, DateTimeOffset now, SandboxTrade trade)
    {
        var second = new SandboxTrade
        {
            Id = RandomToken.New(),
            OrderNumber = trade.OrderNumber,
            Nth = trade.Nth + 1,
            AmountMinor = trade.AmountMinor,
            Currency = trade.Currency,
            State = SandboxTradeState.Paid,
            CreatedAt = now,
            PaidAt = now,
        };
        db.Set<SandboxTrade>().Add(second);
        Outbox.Add(db, now, new SandboxNotify(second.Id));
    }

    private static long WrongAmountOf(SandboxTrade trade) => trade.AmountMinor > 1 ? trade.AmountMinor - 1 : 2;

    private static Task<SandboxTrade?> FindAsync(ShopDbContext db, string tradeId, CancellationToken ct) =>
        db.Set<SandboxTrade>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == tradeId, ct);
}

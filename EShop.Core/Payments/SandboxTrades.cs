using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

public enum ShowSandboxTradeStatus { NotFound = 1, Shown }

public sealed record ShowSandboxTradeRequest(string TradeId);

/// <param name="IsPaid">It was paid before.</param>
public sealed record ShowSandboxTradeResult(
    ShowSandboxTradeStatus Status, OrderNumber Order = default, Money Amount = default, string Currency = "",
    bool IsPaid = false);

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
                    trade.Currency, trade.State == SandboxTradeState.Paid);
        }, ct);
}

public enum PaySandboxTradeStatus
{
    NotFound = 1,

    /// <summary>It was paid before; the shop is told once more.</summary>
    AlreadyPaid,

    Paid,
}

public sealed record PaySandboxTradeRequest(string TradeId);

/// <summary>The shopper pays on the sandbox's page: the sandbox's books change, and the shop is called back.</summary>
public sealed class PaySandboxTrade(ShopStore store, TimeProvider clock)
{
    public async Task<PaySandboxTradeStatus> ExecuteAsync(PaySandboxTradeRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            if (!await db.Set<SandboxTrade>().AnyAsync(t => t.Id == request.TradeId, ct))
                return PaySandboxTradeStatus.NotFound;
            var rows = await db.Set<SandboxTrade>()
                .Where(t => t.Id == request.TradeId && t.State == SandboxTradeState.Open)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(t => t.State, SandboxTradeState.Paid)
                    .SetProperty(t => t.PaidAt, now), ct);
            Outbox.Add(db, now, new SandboxNotify(request.TradeId));
            return rows == 1 ? PaySandboxTradeStatus.Paid : PaySandboxTradeStatus.AlreadyPaid;
        }, ct);
    }
}

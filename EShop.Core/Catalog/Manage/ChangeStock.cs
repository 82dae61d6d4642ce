using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Inventory;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Catalog.Manage;

/// <summary>Why staff changes a stock.</summary>
public enum StockChangeReason
{
    /// <summary>New goods: adds.</summary>
    Received = 1,

    /// <summary>Broken, lost or given away: takes away.</summary>
    WrittenOff,

    /// <summary>A count found more or fewer.</summary>
    Corrected,
}

public enum ChangeStockStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>A difference of nothing, or of more than <see cref="ChangeStock.QuantityMax"/>.</summary>
    QuantityOutOfRange,

    /// <summary>Goods received add, goods written off take away.</summary>
    WrongDirection,

    /// <summary>More than <see cref="ChangeStock.NoteMax"/> characters.</summary>
    NoteTooLong,

    /// <summary>A correction says why, in a note.</summary>
    NoteMissing,

    NotFound,

    /// <summary>There are fewer than are to be taken away; the result says how many. What orders hold is not touched.
    /// </summary>
    BelowZero,

    Changed,
}

/// <param name="Quantity">The difference: below zero takes away. There is no way to overwrite a stock.</param>
public sealed record ChangeStockRequest(
    long ActorId, long SkuId, long Quantity, StockChangeReason Reason, string Note);

/// <param name="Available">How many are free to be bought, after a change or as it stands.</param>
public sealed record ChangeStockResult(ChangeStockStatus Status, long Available);

/// <summary>Staff changes the free stock of a SKU by a difference with a reason; it becomes a movement.</summary>
public sealed partial class ChangeStock(ShopStore store, StaffGate gate, TimeProvider clock, ILogger<ChangeStock> log)
{
    public const long QuantityMax = StockLedger.QuantityMax;
    public const int NoteMax = 200;

    public async Task<ChangeStockResult> ExecuteAsync(ChangeStockRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ChangeStockResult(ChangeStockStatus.NotAllowed, 0);
        if (RefusalOf(request) is { } refusal) return new ChangeStockResult(refusal, 0);
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => ChangeAsync(db, now, request, ct), ct);
        LogChange(request.SkuId, request.Quantity, result.Status, request.ActorId);
        return result;
    }

    private static ChangeStockStatus? RefusalOf(ChangeStockRequest request) =>
        request.Quantity == 0 || request.Quantity is < -QuantityMax or > QuantityMax
            ? ChangeStockStatus.QuantityOutOfRange
        : request is { Reason: StockChangeReason.Received, Quantity: < 0 }
            or { Reason: StockChangeReason.WrittenOff, Quantity: > 0 } ? ChangeStockStatus.WrongDirection
        : request.Note.Length > NoteMax ? ChangeStockStatus.NoteTooLong
        : request.Reason == StockChangeReason.Corrected && string.IsNullOrWhiteSpace(request.Note)
            ? ChangeStockStatus.NoteMissing
        : null;

    private static async Task<ChangeStockResult> ChangeAsync(
        ShopDbContext db, DateTimeOffset now, ChangeStockRequest request, CancellationToken ct)
    {
        if (!await db.Set<Sku>().AnyAsync(s => s.Id == request.SkuId, ct))
            return new ChangeStockResult(ChangeStockStatus.NotFound, 0);
        var change = new StockChange(
            request.SkuId, request.Quantity, ReasonOf(request.Reason), request.ActorId, request.Note.Trim());
        var isChanged = await StockLedger.ChangeAsync(db, now, change, ct);
        var available = await db.Set<StockLevel>().Where(l => l.SkuId == request.SkuId).Select(l => l.Available)
            .SingleAsync(ct);
        if (!isChanged) return new ChangeStockResult(ChangeStockStatus.BelowZero, available);
        StaffTrail.Add(
            db, now, request.ActorId, "stock.change", $"sku {request.SkuId}",
            (available - request.Quantity).ToString(CultureInfo.InvariantCulture),
            $"{available} ({request.Reason}: {request.Note.Trim()})");
        return new ChangeStockResult(ChangeStockStatus.Changed, available);
    }

    private static StockReason ReasonOf(StockChangeReason reason) => reason switch
    {
        StockChangeReason.Received => StockReason.Received,
        StockChangeReason.WrittenOff => StockReason.WrittenOff,
        StockChangeReason.Corrected => StockReason.Corrected,
        _ => throw new InvalidOperationException($"Unknown reason: {reason}."),
    };

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Change stock of SKU {SkuId} by {Quantity}: {Status}, by {ActorId}")]
    private partial void LogChange(long skuId, long quantity, ChangeStockStatus status, long actorId);
}

using EShop.Core.Locks;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <summary>Reads what a checkout needs before anything is held. Who asks while others are read lines up and is read
/// together with all who wait: by the same few queries, however many they are.</summary>
internal sealed class DraftCheckout
{
    private const string Line = "drafts";
    private readonly TurnLines<string, CheckOutRequest, CheckoutDraft> _lines;

    public DraftCheckout(
        ShopStore store, ShopLocks locks, IOptions<LockOptions> locking, IOptions<OrderOptions> options,
        TimeProvider clock)
    {
        _lines = new(locks, locking, clock, new(
            null,
            (_, requests, _) => store.ReadAsync(
                db => CheckoutDraft.ReadAsync(db, requests, options.Value, default), default),
            error => error is StoreBusyException));
    }

    /// <summary>The draft; null: too many at once.</summary>
    public async Task<CheckoutDraft?> ExecuteAsync(CheckOutRequest request, CancellationToken ct) =>
        (await _lines.AskAsync(Line, request, ct)).Value;
}

using System.Data.Common;
using EShop.Core.Messaging.Broker;
using EShop.Core.Objects;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Health;

public enum CheckHealthStatus
{
    /// <summary>The database is away: nothing can be sold, send shoppers elsewhere.</summary>
    Unready = 1,

    /// <summary>The shop sells, with less: without Redis no captcha and no order among claims, without objects no new
    /// pictures, without the message broker orders are settled by the timed jobs.</summary>
    Degraded,

    Ready,
}

public sealed record CheckHealthResult(
    CheckHealthStatus Status, bool Database, bool Redis, bool Objects, bool Messages);

/// <summary>Asks each part that the shop stands on, all at once and each for a bounded time.</summary>
public sealed class CheckHealth(
    ShopStore store, RedisConnection redis, IObjectStore objects, RabbitBroker broker, TimeProvider clock)
{
    private static readonly TimeSpan PartTime = TimeSpan.FromSeconds(3);
    private static readonly ObjectKey Probe = ObjectKey.Parse("health/probe.png");

    public async Task<CheckHealthResult> ExecuteAsync(CancellationToken ct)
    {
        var parts = await Task.WhenAll(
            AnswersAsync(IsDatabaseThereAsync, ct), AnswersAsync(redis.IsReadyAsync, ct),
            AnswersAsync(AreObjectsThereAsync, ct), AnswersAsync(AreMessagesCarriedAsync, ct));
        var database = parts[0];
        var status = (database, parts.All(isThere => isThere)) switch
        {
            (false, _) => CheckHealthStatus.Unready,
            (true, false) => CheckHealthStatus.Degraded,
            (true, true) => CheckHealthStatus.Ready,
        };
        return new CheckHealthResult(status, database, Redis: parts[1], Objects: parts[2], Messages: parts[3]);
    }

    private async Task<bool> AnswersAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(PartTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            // On a thread of its own: SQLite's provider waits for a locked file without giving the thread back.
            return await Task.Run(() => ask(both.Token), both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> IsDatabaseThereAsync(CancellationToken ct)
    {
        try
        {
            await store.ReadAsync(
                db => db.Database.SqlQuery<long>($"select count(*) from stock_levels where sku_id = 0").ToListAsync(ct),
                ct);
            return true;
        }
        catch (Exception error) when (error is DbException or StoreBusyException or TimeoutException
            or InvalidOperationException)
        {
            return false;
        }
    }

    // Without a broker they are carried by this process.
    private async Task<bool> AreMessagesCarriedAsync(CancellationToken ct) =>
        !broker.IsConfigured || await broker.IsReadyAsync(ct);

    private async Task<bool> AreObjectsThereAsync(CancellationToken ct)
    {
        try
        {
            await objects.ExistsAsync(Probe, ct);
            return true;
        }
        catch (ObjectStoreException)
        {
            return false;
        }
    }
}

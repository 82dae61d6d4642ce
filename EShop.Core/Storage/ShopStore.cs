using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Storage;

/// <summary>
/// The way to the rows: a fresh context per call (style 32), and one transaction per write. Public only as a handle for
/// constructors; what can be done with it is internal to the core, so that no page touches a row.
/// </summary>
public sealed class ShopStore : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly int _retriesMax;
    private readonly CommitSignal _signal;

    public ShopStore(IServiceProvider services, CommitSignal signal, IOptions<StorageOptions> options)
    {
        _services = services;
        _signal = signal;
        IsPostgres = options.Value.Postgres is not null;
        _retriesMax = options.Value.RetriesMax;
        Gate = new WriteGate(isNeeded: !IsPostgres);
    }

    internal bool IsPostgres { get; }

    /// <summary>Where the writers of this process line up.</summary>
    internal WriteGate Gate { get; }

    public void Dispose() => Gate.Dispose();

    internal ShopDbContext NewContext() => IsPostgres
        ? _services.GetRequiredService<IDbContextFactory<PostgresShopDbContext>>().CreateDbContext()
        : _services.GetRequiredService<IDbContextFactory<SqliteShopDbContext>>().CreateDbContext();

    /// <summary>Reads without tracking, outside any transaction. It is read again once when the connection broke: of a
    /// store that was started again, all that are kept are broken. Throws <see cref="StoreBusyException"/> when the
    /// store is away.</summary>
    internal async Task<T> ReadAsync<T>(Func<ShopDbContext, Task<T>> read, CancellationToken ct)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                await using var db = NewContext();
                db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                return await read(db);
            }
            catch (Exception error) when (isFirst && StoreErrors.IsBrokenOff(error))
            {
                // Once more, over a new connection.
            }
            catch (Exception error) when (StoreBusyException.IsMeantBy(error))
            {
                throw new StoreBusyException(error);
            }
        }
    }

    /// <summary>Reads everything as of one moment (style: the books).</summary>
    internal async Task<T> ReadSnapshotAsync<T>(Func<ShopDbContext, Task<T>> read, CancellationToken ct)
    {
        await using var db = NewContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await using var snapshot = await Snapshots.BeginAsync(db, ct);
        return await read(db);
    }

    /// <summary>
    /// Runs <paramref name="write"/> in one transaction, saves and commits; rolls back when it throws or abandons. It
    /// is run again, from fresh rows, when the store broke it off, so all that it needs is made inside it. Throws
    /// <see cref="StoreBusyException"/> when nothing was changed, <see cref="CommitUnknownException"/> when that cannot
    /// be known.
    /// </summary>
    internal Task<T> WriteAsync<T>(Func<ShopDbContext, Task<T>> write, CancellationToken ct) =>
        WriteAsync(default, write, ct);

    /// <summary>The same for one who has passed the gate already, and keeps it.</summary>
    internal async Task<T> WriteAsync<T>(
        WriteGate.Pass pass, Func<ShopDbContext, Task<T>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(pass, write, ct);
            }
            catch (Exception error) when (StoreErrors.IsBrokenOff(error) && attempt <= _retriesMax)
            {
                await Task.Delay(Random.Shared.Next(5, 25 << attempt), ct);
            }
            catch (Exception error) when (StoreBusyException.IsMeantBy(error))
            {
                throw new StoreBusyException(error);
            }
        }
    }

    internal Task WriteAsync(Func<ShopDbContext, Task> write, CancellationToken ct) =>
        WriteAsync(async db =>
        {
            await write(db);
            return true;
        }, ct);

    private async Task<T> WriteOnceAsync<T>(
        WriteGate.Pass pass, Func<ShopDbContext, Task<T>> write, CancellationToken ct)
    {
        using var own = pass.IsHeld ? default : await Gate.EnterAsync(ct);
        await using var db = NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var answer = await write(db);
        if (db.IsAbandoned) return answer;
        await db.SaveChangesAsync(ct);
        try
        {
            // Not cancelled from here on: who asked must learn what became of it.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error) when (!StoreErrors.IsBusy(error) && error is not InvalidOperationException)
        {
            throw new CommitUnknownException(error);
        }
        if (db.WakesWorkers) _signal.Raise();
        return answer;
    }
}

using System.Text.Json;
using EShop.Core.Storage;
using EShop.Core.Telemetry;

namespace EShop.Core.Messaging;

/// <summary>Something that happened or is to be done, told in the transaction in which it is true (S15). Its name is
/// its <c>Kind</c>: renaming the type orphans waiting messages.</summary>
internal interface IMessage;

/// <summary>Writes messages; the only way in which one comes to be.</summary>
internal static class Outbox
{
    /// <summary>Adds the message to the caller's transaction, to be delivered at <paramref name="dueAt"/>, or at once.
    /// </summary>
    public static void Add<T>(ShopDbContext db, DateTimeOffset now, T message, DateTimeOffset? dueAt = null)
        where T : IMessage
    {
        db.WakesWorkers = true;
        db.Set<OutboxMessage>().Add(RowOf(now, message, dueAt));
    }

    /// <summary>Adds many to the caller's transaction, by one statement.</summary>
    public static Task AddAllAsync(ShopDbContext db, IReadOnlyList<OutboxMessage> messages, CancellationToken ct)
    {
        db.WakesWorkers = true;
        return db.InsertAsync(messages, ct);
    }

    public static OutboxMessage RowOf<T>(DateTimeOffset now, T message, DateTimeOffset? dueAt = null)
        where T : IMessage => new()
    {
        Kind = typeof(T).Name,
        Body = JsonSerializer.Serialize(message),
        CreatedAt = now,
        DueAt = dueAt ?? now,
        Trace = ShopTrace.Parent,
    };
}

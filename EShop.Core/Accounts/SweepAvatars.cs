using EShop.Core.Objects;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum SweepAvatarsStatus
{
    /// <summary>The object store is away; the next sweep does it.</summary>
    StoreAway = 1,
    Swept = 2,
}

public sealed record SweepAvatarsResult(SweepAvatarsStatus Status, int Removed);

/// <summary>Removes avatars that no account points to, once they are a day old: younger ones may be about to be written
/// to a row.</summary>
public sealed partial class SweepAvatars(
    ShopStore store, IObjectStore objects, TimeProvider clock, ILogger<SweepAvatars> log)
{
    private static readonly TimeSpan AgeMin = TimeSpan.FromDays(1);

    public async Task<SweepAvatarsResult> ExecuteAsync(CancellationToken ct)
    {
        var removed = 0;
        try
        {
            await foreach (var key in objects.ListOlderThanAsync(Avatars.Prefix, clock.GetUtcNow() - AgeMin, ct))
            {
                var name = key.Value[..key.Value.LastIndexOf('/')];
                if (await store.ReadAsync(db => db.Set<Account>().AnyAsync(a => a.AvatarKey == name, ct), ct))
                    continue;
                await objects.DeleteAsync(key, ct);
                removed++;
            }
        }
        catch (ObjectStoreException)
        {
            LogSwept(log, SweepAvatarsStatus.StoreAway, removed);
            return new SweepAvatarsResult(SweepAvatarsStatus.StoreAway, removed);
        }

        LogSwept(log, SweepAvatarsStatus.Swept, removed);
        return new SweepAvatarsResult(SweepAvatarsStatus.Swept, removed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Avatar sweep: {Status}, {Removed} removed")]
    private static partial void LogSwept(ILogger log, SweepAvatarsStatus status, int removed);
}

using EShop.Core.Locks;
using EShop.Core.Objects;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

public enum ChangeAvatarStatus
{
    NoAccount = 1,
    TooMany = 2,

    /// <summary>See the picture's own status.</summary>
    PictureRefused = 3,

    /// <summary>The object store is away, or another upload of theirs is under way; the old avatar stays.</summary>
    TryAgainShortly = 4,
    Changed = 5,
}

/// <param name="AccountId">Whose avatar.</param>
/// <param name="Picture">The uploaded file; empty to go back to the initials.</param>
public sealed record ChangeAvatarRequest(long AccountId, ReadOnlyMemory<byte> Picture)
{
    public SquareCrop Crop { get; init; } = SquareCrop.Centre;
}

public sealed record ChangeAvatarResult(ChangeAvatarStatus Status, PictureStatus Picture);

/// <summary>Objects first, then the row, then the old objects: at no moment does the row point to nothing (F41, F42).
/// </summary>
public sealed partial class ChangeAvatar(
    ShopStore store, Ceilings ceilings, ShopLocks locks, Pictures pictures, Avatars avatars,
    IOptions<SignUpGuardOptions> settings, TimeProvider clock, ILogger<ChangeAvatar> log)
{
    private const int RepeatMax = 20;

    public async Task<ChangeAvatarResult> ExecuteAsync(ChangeAvatarRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogChanged(log, request.AccountId, result.Status);
        return result;
    }

    private async Task<ChangeAvatarResult> TryAsync(
        ChangeAvatarRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (!await store.ReadAsync(db => db.Set<Account>().AnyAsync(a => a.Id == request.AccountId, ct), ct))
            return new ChangeAvatarResult(ChangeAvatarStatus.NoAccount, PictureStatus.Read);
        if (request.Picture.IsEmpty)
            return await WriteAsync(request.AccountId, null, ct);
        var taken = await ceilings.TakeAsync(
            [
                new($"avatar-hour:{request.AccountId}", settings.Value.AvatarsPerHour, TimeSpan.FromHours(1)),
                new($"avatar-day:{request.AccountId}", settings.Value.AvatarsPerDay, TimeSpan.FromDays(1)),
            ],
            now, ct);
        if (taken.Status == CeilingStatus.Reached)
            return new ChangeAvatarResult(ChangeAvatarStatus.TooMany, PictureStatus.Read);
        if (taken.Status == CeilingStatus.Unknown)
            return new ChangeAvatarResult(ChangeAvatarStatus.TryAgainShortly, PictureStatus.Read);
        // One at a time (abuse 33); who comes second waits for its turn, and the last one stays.
        await using var turn = await locks.TakeAsync(LockKey.Avatar(request.AccountId), ct);
        if (turn.Outcome == LockOutcome.BusyElsewhere)
            return new ChangeAvatarResult(ChangeAvatarStatus.TryAgainShortly, PictureStatus.Read);
        return await ReadAndWriteAsync(request, ct);
    }

    private async Task<ChangeAvatarResult> ReadAndWriteAsync(ChangeAvatarRequest request, CancellationToken ct)
    {
        var picture = await pictures.ReadSquareAsync(request.Picture, request.Crop, ct);
        if (picture.Status != PictureStatus.Read)
            return new ChangeAvatarResult(ChangeAvatarStatus.PictureRefused, picture.Status);
        try
        {
            return await WriteAsync(request.AccountId, await avatars.PutAsync(picture, ct), ct);
        }
        catch (ObjectStoreException failure)
        {
            LogStoreAway(log, failure);
            return new ChangeAvatarResult(ChangeAvatarStatus.TryAgainShortly, PictureStatus.Read);
        }
    }

    /// <summary>Whoever replaces a key removes its objects: the guard on the former key makes that one.</summary>
    private async Task<ChangeAvatarResult> WriteAsync(long accountId, string? key, CancellationToken ct)
    {
        var replaced = await store.WriteAsync(db => ReplaceAsync(db, accountId, key, ct), ct);
        await avatars.RemoveAsync(replaced is null ? key : replaced.Key, CancellationToken.None);
        return new ChangeAvatarResult(
            replaced is null ? ChangeAvatarStatus.NoAccount : ChangeAvatarStatus.Changed, PictureStatus.Read);
    }

    private sealed record Former(string? Key);

    /// <summary>What stood there before; null when the account has gone meanwhile.</summary>
    private static async Task<Former?> ReplaceAsync(
        ShopDbContext db, long accountId, string? key, CancellationToken ct)
    {
        var account = db.Set<Account>().Where(a => a.Id == accountId);
        for (var i = 0; i < RepeatMax; i++)
        {
            var former = await account.Select(a => new Former(a.AvatarKey)).SingleOrDefaultAsync(ct);
            if (former is null)
                return null;
            var changed = await account.Where(a => a.AvatarKey == former.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.AvatarKey, key), ct);
            if (changed == 1)
                return former;
        }

        throw new InvalidOperationException("An avatar was changed by others all the time.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Avatar of account {AccountId}: {Status}")]
    private static partial void LogChanged(ILogger log, long accountId, ChangeAvatarStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An avatar could not be stored")]
    private static partial void LogStoreAway(ILogger log, Exception failure);
}

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

    /// <summary>The object store is away; the old avatar stays.</summary>
    TryAgainShortly = 4,
    Changed = 5,
}

/// <param name="AccountId">Whose avatar.</param>
/// <param name="Picture">The uploaded file; empty to go back to the initials.</param>
public sealed record ChangeAvatarRequest(long AccountId, ReadOnlyMemory<byte> Picture);

public sealed record ChangeAvatarResult(ChangeAvatarStatus Status, PictureStatus Picture);

/// <summary>Objects first, then the row, then the old objects: at no moment does the row point to nothing (F41, F42).
/// </summary>
public sealed partial class ChangeAvatar(
    ShopStore store, Ceilings ceilings, Pictures pictures, Avatars avatars, IOptions<SignUpGuardOptions> settings,
    TimeProvider clock, ILogger<ChangeAvatar> log)
{
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
        var picture = await pictures.ReadSquareAsync(request.Picture, ct);
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

    private async Task<ChangeAvatarResult> WriteAsync(long accountId, string? key, CancellationToken ct)
    {
        var old = await store.WriteAsync(
            async db =>
            {
                var account = await db.Set<Account>().SingleAsync(a => a.Id == accountId, ct);
                var before = account.AvatarKey;
                account.AvatarKey = key;
                return before;
            },
            ct);
        await avatars.RemoveAsync(old, ct);
        return new ChangeAvatarResult(ChangeAvatarStatus.Changed, PictureStatus.Read);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Avatar of account {AccountId}: {Status}")]
    private static partial void LogChanged(ILogger log, long accountId, ChangeAvatarStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An avatar could not be stored")]
    private static partial void LogStoreAway(ILogger log, Exception failure);
}

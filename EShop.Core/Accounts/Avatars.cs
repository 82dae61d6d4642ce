using EShop.Core.Objects;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

/// <summary>
/// Puts and removes the two sizes of an avatar. The row is written after both are there, and old ones are removed after
/// the row: a row never points to nothing, and what a crash leaves behind is found by the sweep (fault F42).
/// </summary>
public sealed partial class Avatars(IObjectStore objects, ILogger<Avatars> log)
{
    internal const string Prefix = "avatars/";

    /// <summary>Key without size, as <c>avatars/0123…</c>. Throws <see cref="ObjectStoreException"/>.</summary>
    internal async Task<string> PutAsync(SquarePictures pictures, CancellationToken ct)
    {
        var key = Prefix + ObjectKey.NewName();
        try
        {
            await objects.PutAsync(KeyOf(key, Pictures.LargeSide), pictures.Large, ct);
            await objects.PutAsync(KeyOf(key, Pictures.SmallSide), pictures.Small, ct);
            return key;
        }
        catch (ObjectStoreException)
        {
            await RemoveAsync(key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Best effort after a commit: what stays is swept later.</summary>
    internal async Task RemoveAsync(string? key, CancellationToken ct)
    {
        if (key is null)
            return;
        try
        {
            await objects.DeleteAsync(KeyOf(key, Pictures.LargeSide), ct);
            await objects.DeleteAsync(KeyOf(key, Pictures.SmallSide), ct);
        }
        catch (ObjectStoreException failure)
        {
            LogLeftBehind(log, failure);
        }
    }

    internal static ObjectKey KeyOf(string key, int side) => ObjectKey.Parse($"{key}/{side}.webp");

    [LoggerMessage(Level = LogLevel.Warning, Message = "An old avatar could not be removed; the sweep will find it")]
    private static partial void LogLeftBehind(ILogger log, Exception failure);
}

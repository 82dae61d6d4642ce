using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EShop.Core.Accounts;
using EShop.Core.Objects;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Privacy;

public enum ExportMyDataStatus
{
    /// <summary>No ticket of this session, or one that is too old: the password has to be asked again.</summary>
    TicketRefused = 1,

    /// <summary>Too many files are being written.</summary>
    Busy = 2,
    Exported = 3,
}

/// <param name="Ticket">From <see cref="PrepareMyData"/>.</param>
public sealed record ExportMyDataRequest(long AccountId, string SessionKey, string Ticket);

/// <param name="Json">UTF-8, indented, for people and programs.</param>
public sealed record ExportMyDataResult(ExportMyDataStatus Status, ReadOnlyMemory<byte> Json);

/// <summary>Second step of getting one's data: the file, read as of one moment. Two are written at once on a node, and
/// eight may wait.</summary>
public sealed partial class ExportMyData(
    ShopStore store, ExportTickets tickets, IObjectStore objects, TimeProvider clock, ILogger<ExportMyData> log)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        // Read by people and never put into a page: Chinese stays Chinese.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public async Task<ExportMyDataResult> ExecuteAsync(ExportMyDataRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, ct);
        LogExported(log, request.AccountId, result.Status, result.Json.Length);
        return result;
    }

    private async Task<ExportMyDataResult> TryAsync(ExportMyDataRequest request, CancellationToken ct)
    {
        if (!tickets.IsGood(request.Ticket, request.AccountId, request.SessionKey))
            return new ExportMyDataResult(ExportMyDataStatus.TicketRefused, default);
        ReadOnlyMemory<byte> json = default;
        var isWritten = await tickets.Gate.TryRunAsync(
            async () => json = JsonSerializer.SerializeToUtf8Bytes(await ReadAsync(request.AccountId, ct), Format), ct);
        return isWritten
            ? new ExportMyDataResult(ExportMyDataStatus.Exported, json)
            : new ExportMyDataResult(ExportMyDataStatus.Busy, default);
    }

    private async Task<MyData> ReadAsync(long accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (data, avatarKey) = await store.ReadSnapshotAsync(
            async db =>
            {
                var account = await db.Set<Account>().SingleAsync(a => a.Id == accountId, ct);
                return (await MyDataReads.ReadAsync(db, account, now, ct), account.AvatarKey);
            },
            ct);
        var picture = avatarKey is null ? null : await PictureAsync(avatarKey, ct);
        return data with { Profile = data.Profile with { Picture = picture } };
    }

    private async Task<byte[]?> PictureAsync(string key, CancellationToken ct)
    {
        try
        {
            await using var picture = await objects.OpenAsync(Avatars.KeyOf(key, Pictures.LargeSide), ct);
            if (picture is null)
                return null;
            using var copy = new MemoryStream();
            await picture.CopyToAsync(copy, ct);
            return copy.ToArray();
        }
        catch (ObjectStoreException)
        {
            // The rest of the file is worth having without it.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Data of account {AccountId}: {Status}, {Bytes} bytes")]
    private static partial void LogExported(ILogger log, long accountId, ExportMyDataStatus status, int bytes);
}

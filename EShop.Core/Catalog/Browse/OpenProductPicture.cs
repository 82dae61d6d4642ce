using EShop.Core.Objects;

namespace EShop.Core.Catalog.Browse;

public enum OpenProductPictureStatus
{
    NotFound = 1,

    /// <summary>The object store is away; later it may be there.</summary>
    StoreAway,
    Opened,
}

/// <param name="Key">As pages carry it, <c>products/…</c>; nothing else is opened.</param>
public sealed record OpenProductPictureRequest(string Key);

/// <param name="Content">To be disposed of by the caller.</param>
public sealed record OpenProductPictureResult(OpenProductPictureStatus Status, Stream? Content, string ContentType);

/// <summary>Opens a picture of a product or a category. A key is never used again for another picture, so it may be
/// cached for ever.</summary>
public sealed class OpenProductPicture(IObjectStore objects)
{
    public const string Folder = "products/";

    public async Task<OpenProductPictureResult> ExecuteAsync(OpenProductPictureRequest request, CancellationToken ct)
    {
        if (!request.Key.StartsWith(Folder, StringComparison.Ordinal) || !ObjectKey.TryParse(request.Key, out var key))
            return new OpenProductPictureResult(OpenProductPictureStatus.NotFound, null, "");
        try
        {
            return await objects.OpenAsync(key, ct) is { } content
                ? new OpenProductPictureResult(OpenProductPictureStatus.Opened, content, key.ContentType)
                : new OpenProductPictureResult(OpenProductPictureStatus.NotFound, null, "");
        }
        catch (ObjectStoreException)
        {
            return new OpenProductPictureResult(OpenProductPictureStatus.StoreAway, null, "");
        }
    }
}

using EShop.Core.Primitives;
using SkiaSharp;

namespace EShop.Core.Objects;

public enum PictureStatus
{
    TooManyBytes = 1,
    UnknownType = 2,
    TooManyPixels = 3,
    Animated = 4,
    Busy = 5,
    Broken = 6,
    Read = 7,
}

/// <summary>The pictures are there only when the status is <see cref="PictureStatus.Read"/>.</summary>
public sealed record SquarePictures(PictureStatus Status, byte[] Large, byte[] Small)
{
    internal static SquarePictures Refused(PictureStatus status) => new(status, [], []);
}

/// <summary>
/// Turns an upload into pixels and the pixels into two new square WebP pictures. Nothing of the original file is
/// kept: no metadata, no colour profile, no bytes that were appended to it.
/// </summary>
public sealed class Pictures : IDisposable
{
    /// <summary>2 MiB, for the upload as a whole.</summary>
    public const int BytesMax = 2 * 1024 * 1024;

    public const int SideMax = PictureHeader.SideMax;
    public const int AreaMax = PictureHeader.AreaMax;

    public const int LargeSide = 512;
    public const int SmallSide = 128;

    private const int Quality = 82;

    /// <summary>A picture of 16 megapixels needs 64 MiB while it is decoded, so two at once bound it at 128
    /// MiB.</summary>
    private readonly WorkGate _gate = new(new WorkGateSize(ParallelMax: 2, QueueMax: 16));

    public Task<SquarePictures> ReadSquareAsync(ReadOnlyMemory<byte> content, CancellationToken ct) =>
        ReadSquareAsync(content, SquareCrop.Centre, ct);

    public async Task<SquarePictures> ReadSquareAsync(
        ReadOnlyMemory<byte> content, SquareCrop crop, CancellationToken ct)
    {
        if (content.Length > BytesMax)
            return SquarePictures.Refused(PictureStatus.TooManyBytes);
        if (!PictureHeader.IsKnownType(content.Span))
            return SquarePictures.Refused(PictureStatus.UnknownType);
        var result = SquarePictures.Refused(PictureStatus.Busy);
        await _gate.TryRunAsync(() => result = ReadSquare(content, crop), ct);
        return result;
    }

    public void Dispose() => _gate.Dispose();

    private static SquarePictures ReadSquare(ReadOnlyMemory<byte> content, SquareCrop crop)
    {
        using var data = SKData.CreateCopy(content.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return SquarePictures.Refused(PictureStatus.Broken);
        if (!PictureHeader.IsWithinSize(codec))
            return SquarePictures.Refused(PictureStatus.TooManyPixels);
        if (PictureHeader.IsAnimated(content.Span, codec))
            return SquarePictures.Refused(PictureStatus.Animated);
        using var decoded = Decode(codec, crop.Zoom);
        if (decoded is null)
            return SquarePictures.Refused(PictureStatus.Broken);
        using var large = DrawSquare(decoded, codec.EncodedOrigin, crop);
        using var small = Shrink(large);
        return new SquarePictures(PictureStatus.Read, Encode(large), Encode(small));
    }

    /// <summary>A half picture is no picture: anything but a clean end of the data is refused.</summary>
    private static SKBitmap? Decode(SKCodec codec, int zoom)
    {
        var wanted = LargeSide * zoom / 100f / Math.Min(codec.Info.Width, codec.Info.Height);
        var size = wanted < 1 ? codec.GetScaledDimensions(wanted) : codec.Info.Size;
        using var colours = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, colours);
        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(info) && codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    private static SKImage DrawSquare(SKBitmap decoded, SKEncodedOrigin origin, SquareCrop crop)
    {
        using var surface = SKSurface.Create(InfoOf(LargeSide))
            ?? throw new InvalidOperationException("No drawing surface could be made.");
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(Upright.MatrixOf(origin, LargeSide));
        using var image = SKImage.FromBitmap(decoded);
        var side = Math.Min(decoded.Width, decoded.Height) * 100f / crop.Zoom;
        var place = Upright.PlaceOf(origin, crop);
        var from = SKRect.Create((decoded.Width - side) * place.X, (decoded.Height - side) * place.Y, side, side);
        canvas.DrawImage(image, from, SKRect.Create(LargeSide, LargeSide), Smooth, null);
        return surface.Snapshot();
    }

    private static SKImage Shrink(SKImage large)
    {
        using var surface = SKSurface.Create(InfoOf(SmallSide))
            ?? throw new InvalidOperationException("No drawing surface could be made.");
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.DrawImage(
            large, SKRect.Create(LargeSide, LargeSide), SKRect.Create(SmallSide, SmallSide), Smooth, null);
        return surface.Snapshot();
    }

    private static byte[] Encode(SKImage image)
    {
        using var data = image.Encode(SKEncodedImageFormat.Webp, Quality)
            ?? throw new InvalidOperationException("A picture could not be encoded.");
        return data.ToArray();
    }

    private static SKSamplingOptions Smooth => new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private static SKImageInfo InfoOf(int side) => new(side, side, SKColorType.Rgba8888, SKAlphaType.Premul);
}

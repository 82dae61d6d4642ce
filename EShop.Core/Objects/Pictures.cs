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

    public const int LargeSide = 512;
    public const int SmallSide = 128;

    private const int Quality = 82;

    /// <summary>A picture of 16 megapixels needs 64 MiB while it is decoded, so two at once bound it at 128
    /// MiB.</summary>
    private readonly WorkGate _gate = new(new WorkGateSize(ParallelMax: 2, QueueMax: 16));

    public async Task<SquarePictures> ReadSquareAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (content.Length > BytesMax)
            return SquarePictures.Refused(PictureStatus.TooManyBytes);
        if (!PictureHeader.IsKnownType(content.Span))
            return SquarePictures.Refused(PictureStatus.UnknownType);
        var result = SquarePictures.Refused(PictureStatus.Busy);
        await _gate.TryRunAsync(() => result = ReadSquare(content), ct);
        return result;
    }

    public void Dispose() => _gate.Dispose();

    private static SquarePictures ReadSquare(ReadOnlyMemory<byte> content)
    {
        using var data = SKData.CreateCopy(content.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return SquarePictures.Refused(PictureStatus.Broken);
        if (!PictureHeader.IsWithinSize(codec))
            return SquarePictures.Refused(PictureStatus.TooManyPixels);
        if (PictureHeader.IsAnimated(content.Span, codec))
            return SquarePictures.Refused(PictureStatus.Animated);
        using var decoded = Decode(codec);
        if (decoded is null)
            return SquarePictures.Refused(PictureStatus.Broken);
        using var large = DrawSquare(decoded, codec.EncodedOrigin);
        using var small = Shrink(large);
        return new SquarePictures(PictureStatus.Read, Encode(large), Encode(small));
    }

    /// <summary>A half picture is no picture: anything but a clean end of the data is refused.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        var wanted = (float)LargeSide / Math.Min(codec.Info.Width, codec.Info.Height);
        var size = wanted < 1 ? codec.GetScaledDimensions(wanted) : codec.Info.Size;
        using var colours = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, colours);
        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(info) && codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    private static SKImage DrawSquare(SKBitmap decoded, SKEncodedOrigin origin)
    {
        using var surface = SKSurface.Create(InfoOf(LargeSide))
            ?? throw new InvalidOperationException("No drawing surface could be made.");
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(UprightMatrix(origin));
        using var image = SKImage.FromBitmap(decoded);
        var side = Math.Min(decoded.Width, decoded.Height);
        var from = SKRect.Create((decoded.Width - side) / 2f, (decoded.Height - side) / 2f, side, side);
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

    /// <summary>How the camera was held, undone within the square: rows of (x', y') for each of the eight EXIF
    /// values.</summary>
    private static SKMatrix UprightMatrix(SKEncodedOrigin origin)
    {
        const float s = LargeSide;
        return origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, s, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, s, 0, -1, s, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, s, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, s, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, s, -1, 0, s, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, s, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
    }
}

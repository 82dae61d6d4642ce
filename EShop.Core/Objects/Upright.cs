using SkiaSharp;

namespace EShop.Core.Objects;

/// <summary>How the camera was held, undone: the eight EXIF orientations.</summary>
internal static class Upright
{
    /// <summary>Turns a square of the picture as it is stored into the same square standing upright: rows of
    /// (x', y').</summary>
    public static SKMatrix MatrixOf(SKEncodedOrigin origin, float s) => origin switch
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

    /// <summary>Where the square that a person chose in the upright picture lies in the stored one, each way from 0 to
    /// 1 of the room that there is.</summary>
    public static SKPoint PlaceOf(SKEncodedOrigin origin, SquareCrop crop)
    {
        var (x, y) = (crop.X / (float)SquareCrop.PlaceMax, crop.Y / (float)SquareCrop.PlaceMax);
        return origin switch
        {
            SKEncodedOrigin.TopRight => new SKPoint(1 - x, y),
            SKEncodedOrigin.BottomRight => new SKPoint(1 - x, 1 - y),
            SKEncodedOrigin.BottomLeft => new SKPoint(x, 1 - y),
            SKEncodedOrigin.LeftTop => new SKPoint(y, x),
            SKEncodedOrigin.RightTop => new SKPoint(y, 1 - x),
            SKEncodedOrigin.RightBottom => new SKPoint(1 - y, 1 - x),
            SKEncodedOrigin.LeftBottom => new SKPoint(1 - y, x),
            _ => new SKPoint(x, y),
        };
    }
}

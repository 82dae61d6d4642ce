using System.Globalization;

namespace EShop.Core.Objects;

/// <summary>
/// Which square of an upright picture is kept. It is told in parts of whatever room the picture leaves, not in pixels,
/// so every value is right for every picture: <see cref="X"/> 0 is the left edge, 1000 the right one;
/// <see cref="Zoom"/> 100 is the largest square that fits, 400 a quarter of its side.
/// </summary>
public readonly record struct SquareCrop
{
    public const int PlaceMax = 1000;
    public const int ZoomMin = 100;
    public const int ZoomMax = 400;

    private SquareCrop(int x, int y, int zoom) => (X, Y, Zoom) = (x, y, zoom);

    /// <summary>The middle, as large as it can be.</summary>
    public static SquareCrop Centre { get; } = new(PlaceMax / 2, PlaceMax / 2, ZoomMin);

    /// <summary>In thousandths of the room from left to right.</summary>
    public int X { get; }

    /// <summary>In thousandths of the room from top to bottom.</summary>
    public int Y { get; }

    /// <summary>In percent.</summary>
    public int Zoom { get; }

    /// <summary>From posted fields. One that is missing is that of the centre: who has no script posts none.</summary>
    public static bool TryParse(CropFields fields, out SquareCrop crop)
    {
        var isRight = TryRead(fields.X, 0, PlaceMax, Centre.X, out var x)
            & TryRead(fields.Y, 0, PlaceMax, Centre.Y, out var y)
            & TryRead(fields.Zoom, ZoomMin, ZoomMax, Centre.Zoom, out var zoom);
        crop = isRight ? new SquareCrop(x, y, zoom) : Centre;
        return isRight;
    }

    private static bool TryRead(string? text, int min, int max, int missing, out int value)
    {
        value = missing;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= min && value <= max);
    }
}

/// <summary>As a form posts them.</summary>
public sealed record CropFields(string? X, string? Y, string? Zoom);

using System.Buffers.Binary;
using SkiaSharp;

namespace EShop.Tests.Support;

/// <summary>Pictures made for a test, right ones and ones that no camera makes.</summary>
internal static class TestPictures
{
    public static byte[] Png(int width, int height) => Of(SKEncodedImageFormat.Png, width, height);

    /// <summary>The left half is red and the right half blue.</summary>
    public static byte[] Of(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var red = new SKPaint { Color = SKColors.Red };
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            canvas.DrawRect(0, 0, width / 2f, height, red);
        }

        return bitmap.Encode(format, 90).ToArray();
    }

    /// <summary>Three bands as wide as high: red, green, blue; or on top of each other.</summary>
    public static byte[] Bands(bool isTall, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        const int side = 300;
        using var bitmap = new SKBitmap(isTall ? side : 3 * side, isTall ? 3 * side : side);
        using (var canvas = new SKCanvas(bitmap))
        {
            foreach (var (index, colour) in new[] { SKColors.Red, SKColors.Lime, SKColors.Blue }.Index())
            {
                using var paint = new SKPaint { Color = colour };
                canvas.DrawRect(isTall ? 0 : index * side, isTall ? index * side : 0, side, side, paint);
            }
        }

        return bitmap.Encode(format, 95).ToArray();
    }

    /// <summary>The same JPEG, said to be held in another way.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
            orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A WebP of so many equal frames.</summary>
    public static byte[] AnimatedWebp(int frames)
    {
        var still = Of(SKEncodedImageFormat.Webp, 16, 16);
        byte[] frame = [0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0, .. still[12..]];
        var content = new List<byte>();
        content.AddRange("WEBP"u8);
        AddChunk(content, "VP8X"u8, [0x02, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
        AddChunk(content, "ANIM"u8, [0, 0, 0, 0, 0, 0]);
        for (var i = 0; i < frames; i++) AddChunk(content, "ANMF"u8, frame);
        var file = new List<byte>();
        AddChunk(file, "RIFF"u8, [.. content]);
        return [.. file];
    }

    /// <summary>The names of a WebP's chunks: what it holds besides pixels would be one of its own.</summary>
    public static List<string> ChunksOf(byte[] webp)
    {
        var names = new List<string>();
        for (var at = 12; at + 8 <= webp.Length;)
        {
            names.Add(System.Text.Encoding.ASCII.GetString(webp, at, 4));
            var length = BinaryPrimitives.ReadInt32LittleEndian(webp.AsSpan(at + 4));
            at += 8 + length + (length & 1);
        }

        return names;
    }

    private static void AddChunk(List<byte> file, ReadOnlySpan<byte> name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        file.AddRange(name);
        file.AddRange(length);
        file.AddRange(content);
        if (content.Length % 2 == 1) file.Add(0);
    }
}

using System.Buffers.Binary;
using SkiaSharp;

namespace EShop.Core.Objects;

/// <summary>What the first bytes of an upload say, read before a single pixel is decoded.</summary>
internal static class PictureHeader
{
    public const int SideMax = 4096;
    public const int AreaMax = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    public static bool IsKnownType(ReadOnlySpan<byte> content) =>
        content.StartsWith(PngSignature) || content.StartsWith(JpegSignature) || IsWebp(content);

    public static bool IsWithinSize(SKCodec codec) =>
        codec.Info is { Width: > 0 and <= SideMax, Height: > 0 and <= SideMax } info
        && (long)info.Width * info.Height <= AreaMax;

    /// <summary>The decoder counts the frames of WebP; of an animated PNG it would show only the first.</summary>
    public static bool IsAnimated(ReadOnlySpan<byte> content, SKCodec codec) =>
        codec.FrameCount > 1 || (content.StartsWith(PngSignature) && PngHasAnimation(content));

    private static bool IsWebp(ReadOnlySpan<byte> content) =>
        content.Length >= 16 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8);

    private static bool PngHasAnimation(ReadOnlySpan<byte> content)
    {
        var chunk = content[PngSignature.Length..];
        while (chunk.Length >= 12)
        {
            var type = chunk[4..8];
            if (type.SequenceEqual("acTL"u8))
                return true;
            if (type.SequenceEqual("IDAT"u8))
                return false;
            var whole = BinaryPrimitives.ReadUInt32BigEndian(chunk) + 12L;
            if (whole > chunk.Length)
                return false;
            chunk = chunk[(int)whole..];
        }

        return false;
    }
}

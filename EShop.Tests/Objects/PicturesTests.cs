using System.Buffers.Binary;
using System.Text;
using EShop.Core.Objects;
using SkiaSharp;

namespace EShop.Tests.Objects;

public sealed class PicturesTests : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Pictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 300, 200)]
    [InlineData(SKEncodedImageFormat.Jpeg, 2000, 1500)]
    [InlineData(SKEncodedImageFormat.Webp, 40, 640)]
    [InlineData(SKEncodedImageFormat.Png, 1, 1)]
    public async Task A_picture_becomes_two_squares(SKEncodedImageFormat format, int width, int height)
    {
        var result = await pictures.ReadSquareAsync(Encode(format, width, height), Ct);

        Assert.Equal(PictureStatus.Read, result.Status);
        Assert.Equal((512, 512), SizeOf(result.Large));
        Assert.Equal((128, 128), SizeOf(result.Small));
    }

    [Fact]
    public async Task Abuse_28_nothing_of_the_original_bytes_is_kept()
    {
        byte[] polyglot = [.. Encode(SKEncodedImageFormat.Jpeg, 600, 600), .. "<script>alert(1)</script>"u8];

        var result = await pictures.ReadSquareAsync(polyglot, Ct);

        Assert.Equal(PictureStatus.Read, result.Status);
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(result.Large), StringComparison.Ordinal);
        Assert.DoesNotContain("EXIF", Encoding.Latin1.GetString(result.Large), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("GIF89a................................")]
    [InlineData("%PDF-1.7")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task Abuse_27_other_types_are_refused(string content)
    {
        var result = await pictures.ReadSquareAsync(Encoding.ASCII.GetBytes(content), Ct);
        Assert.Equal(PictureStatus.UnknownType, result.Status);
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(1, 900_000)]
    [InlineData(4096, 4097)]
    public async Task Abuse_29_a_bomb_is_refused_by_its_header(int width, int height)
    {
        var result = await pictures.ReadSquareAsync(PngHeader(width, height), Ct);
        Assert.Equal(PictureStatus.TooManyPixels, result.Status);
    }

    [Fact]
    public async Task Abuse_29_an_animation_is_refused()
    {
        var still = Encode(SKEncodedImageFormat.Png, 20, 20);
        byte[] control = [0, 0, 0, 8, .. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] animated = [.. still[..33], .. control, .. still[33..]];
        BinaryPrimitives.WriteUInt32BigEndian(animated.AsSpan(33 + 16), Crc(animated.AsSpan(33 + 4, 12)));

        Assert.Equal(PictureStatus.Animated, (await pictures.ReadSquareAsync(animated, Ct)).Status);
    }

    [Fact]
    public async Task Abuse_30_more_than_two_mebibytes_are_refused()
    {
        var result = await pictures.ReadSquareAsync(new byte[Pictures.BytesMax + 1], Ct);
        Assert.Equal(PictureStatus.TooManyBytes, result.Status);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Abuse_31_cut_off_and_spoilt_pictures_are_refused_and_never_crash(SKEncodedImageFormat format)
    {
        var whole = Encode(format, 400, 400);
        var cut = await pictures.ReadSquareAsync(whole.AsMemory(0, whole.Length / 2), Ct);
        Assert.Equal(PictureStatus.Broken, cut.Status);

        var random = new Random(31);
        for (var i = 0; i < 200; i++)
        {
            var spoilt = (byte[])whole.Clone();
            for (var n = 0; n < 20; n++)
                spoilt[random.Next(12, spoilt.Length)] = (byte)random.Next(256);
            Assert.True(Enum.IsDefined((await pictures.ReadSquareAsync(spoilt, Ct)).Status));
        }
    }

    /// <summary>A JPEG whose left half is red and right half blue, held by the camera in each of the eight
    /// ways.</summary>
    [Theory]
    [InlineData(1, "red", "blue")]
    [InlineData(2, "blue", "red")]
    [InlineData(3, "blue", "red")]
    [InlineData(4, "red", "blue")]
    [InlineData(5, "top red", "bottom blue")]
    [InlineData(6, "top red", "bottom blue")]
    [InlineData(7, "top blue", "bottom red")]
    [InlineData(8, "top blue", "bottom red")]
    public async Task The_picture_stands_upright(byte orientation, string first, string second)
    {
        var jpeg = Encode(SKEncodedImageFormat.Jpeg, 200, 200);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
            orientation, 0, 0, 0, 0, 0, 0,
        ];
        var result = await pictures.ReadSquareAsync((byte[])[.. jpeg[..2], .. exif, .. jpeg[2..]], Ct);

        using var bitmap = SKBitmap.Decode(result.Large);
        var isUpright = !first.StartsWith("top", StringComparison.Ordinal);
        var a = isUpright ? bitmap.GetPixel(60, 256) : bitmap.GetPixel(256, 60);
        var b = isUpright ? bitmap.GetPixel(452, 256) : bitmap.GetPixel(256, 452);
        Assert.EndsWith(NameOf(a), first, StringComparison.Ordinal);
        Assert.EndsWith(NameOf(b), second, StringComparison.Ordinal);
    }

    private static string NameOf(SKColor colour) => colour.Red > colour.Blue ? "red" : "blue";

    private static byte[] Encode(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            canvas.DrawRect(0, 0, width / 2f, height, new SKPaint { Color = SKColors.Red });
        }

        return bitmap.Encode(format, 90).ToArray();
    }

    private static (int, int) SizeOf(byte[] picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture));
        Assert.Equal(SKEncodedImageFormat.Webp, codec.EncodedFormat);
        return (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>A real PNG whose header claims another size.</summary>
    private static byte[] PngHeader(int width, int height)
    {
        var png = Encode(SKEncodedImageFormat.Png, 10, 10);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var part in bytes)
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}

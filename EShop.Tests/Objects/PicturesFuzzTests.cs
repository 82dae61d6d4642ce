using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Objects;
using EShop.Tests.Support;
using SkiaSharp;

namespace EShop.Tests.Objects;

/// <summary>Files that no camera makes: nothing crashes, and nothing of them but pixels is kept.</summary>
public sealed class PicturesFuzzTests : IDisposable
{
    private const int Rounds = 400;

    private static readonly SKEncodedImageFormat[] Formats =
        [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Pictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Fact]
    public async Task Abuse_28_script_in_metadata_and_a_page_or_an_archive_at_the_end_are_not_kept()
    {
        var comment = Encoding.ASCII.GetBytes("<script>alert('kept')</script>");
        var jpeg = TestPictures.Of(SKEncodedImageFormat.Jpeg, 300, 300);
        byte[] app1 = [0xFF, 0xE1, 0, (byte)(comment.Length + 8), .. "Exif\0\0"u8, .. comment];
        byte[] app2 = [0xFF, 0xE2, 0, (byte)(comment.Length + 14), .. "ICC_PROFILE\0"u8, .. comment];
        byte[] spoken = [0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. comment];
        byte[] described = [.. jpeg[..2], .. app1, .. app2, .. spoken, .. jpeg[2..]];
        byte[] withPage = [.. TestPictures.Of(SKEncodedImageFormat.Png, 300, 300), .. comment];
        byte[] withArchive = [.. jpeg, .. Archive()];

        foreach (var file in new[] { described, withPage, withArchive })
        {
            var result = await pictures.ReadSquareAsync(file, Ct);
            Assert.Equal(PictureStatus.Read, result.Status);
            foreach (var kept in new[] { result.Large, result.Small })
            {
                Assert.All(TestPictures.ChunksOf(kept), name => Assert.Contains(name, new[] { "VP8 ", "VP8L" }));
                Assert.DoesNotContain("kept", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Abuse_29_a_webp_of_ten_thousand_frames_is_refused()
    {
        Assert.Equal(
            PictureStatus.Animated, (await pictures.ReadSquareAsync(TestPictures.AnimatedWebp(10_000), Ct)).Status);
        Assert.Equal(
            PictureStatus.Animated, (await pictures.ReadSquareAsync(TestPictures.AnimatedWebp(2), Ct)).Status);
    }

    [Fact]
    public async Task Abuse_31_truncated_files_are_refused_wherever_they_end()
    {
        foreach (var format in Formats)
        {
            var whole = TestPictures.Of(format, 200, 200);
            // The last bytes of a PNG and of a WebP may be missing without a pixel missing.
            for (var length = 0; length < whole.Length - 20; length += Math.Max(1, whole.Length / 100))
            {
                var status = (await pictures.ReadSquareAsync(whole.AsMemory(0, length), Ct)).Status;
                Assert.True(
                    status is PictureStatus.UnknownType or PictureStatus.Broken, $"{format} of {length}: {status}");
            }
        }
    }

    [Fact]
    public async Task Abuse_31_a_png_whose_checksum_is_wrong_is_refused()
    {
        var png = TestPictures.Png(100, 100);
        png[^20] ^= 0xFF; // within the last chunk of pixels or its checksum
        Assert.Equal(PictureStatus.Broken, (await pictures.ReadSquareAsync(png, Ct)).Status);
    }

    [Fact]
    public async Task Abuse_31_random_files_by_the_hundreds_crash_nothing()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var statuses = new Dictionary<PictureStatus, int>();
        for (var i = 0; i < Rounds; i++)
        {
            var status = (await pictures.ReadSquareAsync(Spoilt(random), Ct)).Status;
            Assert.True(Enum.IsDefined(status) && status != PictureStatus.Busy, $"{status} with seed {seed}, file {i}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Assert.True(statuses.GetValueOrDefault(PictureStatus.Broken) > Rounds / 10, $"seed {seed}");
    }

    [Fact]
    public async Task Abuse_31_who_comes_to_a_full_queue_is_told_so()
    {
        var large = TestPictures.Png(3000, 3000);
        var statuses = await Race.RunAsync(60, async _ => (await pictures.ReadSquareAsync(large, Ct)).Status);
        Assert.Contains(PictureStatus.Read, statuses);
        Assert.Contains(PictureStatus.Busy, statuses);
        Assert.All(statuses, status => Assert.True(status is PictureStatus.Read or PictureStatus.Busy));
        Assert.Equal(PictureStatus.Read, (await pictures.ReadSquareAsync(large, Ct)).Status); // and it empties
    }

    /// <summary>Noise, noise behind the first bytes of a picture, or a picture with some bytes changed.</summary>
    private static byte[] Spoilt(Random random)
    {
        var whole = TestPictures.Of(Formats[random.Next(Formats.Length)], random.Next(1, 200), random.Next(1, 200));
        var noise = new byte[random.Next(whole.Length, 4 * whole.Length)];
        random.NextBytes(noise);
        switch (random.Next(3))
        {
            case 0:
                return noise;
            case 1:
                whole.AsSpan(0, random.Next(4, whole.Length)).CopyTo(noise);
                return noise;
            default:
                for (var n = random.Next(1, 30); n > 0; n--) whole[random.Next(whole.Length)] = (byte)random.Next(256);
                return whole;
        }
    }

    private static byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("kept.class", CompressionLevel.NoCompression).Open();
            entry.Write("kept"u8);
        }

        return bytes.ToArray();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Objects;
using EShop.Tests.Support;
using SkiaSharp;

namespace EShop.Tests.Accounts;

/// <summary>What is sent to the running shop as a picture: each is answered in words, and none harms it.</summary>
public sealed class AvatarUploadTests(AvatarUploadTests.UploadShop uploads)
    : IClassFixture<AvatarUploadTests.UploadShop>
{
    private const string Form = "form:has(input[name='Picture.File'])";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Abuse_27_what_is_no_picture_is_refused_whatever_it_says_of_itself()
    {
        using var shopper = await uploads.SignInAsync();
        string[] contents =
        [
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "<!DOCTYPE html><script>alert(1)</script>",
            "GIF89a<script>alert(1)</script>", "%PDF-1.7", "just text",
        ];
        foreach (var content in contents)
        {
            var file = new PostedFile("Picture.File", Encoding.ASCII.GetBytes(content)) { Name = "me.jpg.html" };
            AssertRefused(await UploadAsync(shopper, file), "JPEG, PNG or WebP");
        }
    }

    [Fact]
    public async Task Abuse_29_bombs_are_refused_in_words()
    {
        using var shopper = await uploads.SignInAsync();
        AssertRefused(await UploadAsync(shopper, TestPictures.Png(4097, 1)), "4096 pixels");
        AssertRefused(await UploadAsync(shopper, TestPictures.AnimatedWebp(10_000)), "does not move");
    }

    [Fact]
    public async Task Abuse_30_too_many_bytes_are_refused_in_words()
    {
        using var shopper = await uploads.SignInAsync();

        AssertRefused(await UploadAsync(shopper, new byte[Pictures.BytesMax + 1]), "larger than 2 MB");

        var whole = await UploadAsync(shopper, new byte[5 * 1024 * 1024 + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, whole.Status);
        Assert.Contains("smaller file", whole.Text, StringComparison.Ordinal);
        var chunked = await UploadAsync(
            shopper, new PostedFile("Picture.File", new byte[5 * 1024 * 1024 + 1]) { IsChunked = true });
        Assert.Equal(HttpStatusCode.BadRequest, chunked.Status); // the rest is not read, and so no token is found
    }

    [Fact]
    public async Task Abuse_30_a_body_that_trickles_in_is_given_up()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, uploads.Shop.Address.Port, Ct);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /sign-up/code HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), Ct);
        await stream.WriteAsync("Content-Type: multipart/form-data; boundary=x\r\n"u8.ToArray(), Ct);
        await stream.WriteAsync("Content-Length: 1000000\r\n\r\n--x\r\n"u8.ToArray(), Ct);

        // Nothing more is sent; the shop says so or hangs up, by itself.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(patience.Token);
        Assert.Matches(@"\A(HTTP/1\.1 (302|4\d\d) |\z)", answer);
    }

    [Fact]
    public async Task Abuse_31_spoilt_files_are_answered_in_words()
    {
        using var shopper = await uploads.SignInAsync();
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var whole = TestPictures.Of(SKEncodedImageFormat.Png, 300, 300);
        for (var i = 0; i < 40; i++)
        {
            var file = new byte[random.Next(1, 100_000)];
            random.NextBytes(file);
            // The last bytes of a PNG may be others without a pixel missing.
            if (i % 2 == 0) whole.AsSpan(0, Math.Min(random.Next(30, whole.Length - 40), file.Length)).CopyTo(file);
            var page = await UploadAsync(shopper, file);
            Assert.True(page.Status == HttpStatusCode.UnprocessableEntity, $"{page.Status} with seed {seed}, file {i}");
        }

        AssertRefused(await UploadAsync(shopper, []), "choose a picture");
    }

    [Fact]
    public async Task Abuse_31_the_memory_of_the_largest_pictures_is_given_back()
    {
        var largest = TestPictures.Png(4096, 4096); // 64 MiB of pixels
        await CrowdAsync();
        var before = MemoryMegabytes();

        await CrowdAsync();

        await Until.TrueAsync(() => Task.FromResult(MemoryMegabytes() < before + 60));

        Task CrowdAsync() => Race.RunAsync(4, async _ =>
        {
            using var shopper = await uploads.SignInAsync();
            for (var i = 0; i < 2; i++)
                Assert.Equal(HttpStatusCode.OK, (await UploadAsync(shopper, largest)).Status);
            return true;
        });
    }

    [Fact]
    public async Task Abuse_32_a_name_means_nothing()
    {
        using var shopper = await uploads.SignInAsync();
        string[] names =
        [
            "../../x", "con", "..%2f..%2fshop.db", "C:\\x.png", new string('n', 5000), "\U0001F600.png", "", "x\0.png",
            "x\r\nX-Header: y.png",
        ];
        foreach (var name in names)
        {
            var file = new PostedFile("Picture.File", TestPictures.Png(20, 20)) { Name = name };
            var page = await UploadAsync(shopper, file);
            Assert.Matches(@"\A/avatars/[0-9a-f]{32}/512\.webp\z", AddressIn(page));
        }

        var byAddress = await shopper.Visitor.SubmitAsync(
            await shopper.Visitor.GetAsync("/account"), Form, new() { ["Picture.Url"] = "http://169.254.169.254/" });
        AssertRefused(byAddress, "choose a picture");
    }

    [Fact]
    public async Task Abuse_34_a_picture_is_served_so_that_no_page_can_be_read_into_it()
    {
        using var shopper = await uploads.SignInAsync();
        var address = AddressIn(await UploadAsync(shopper, TestPictures.Png(64, 64)));
        using var http = new HttpClient { BaseAddress = uploads.Shop.Address };

        foreach (var side in new[] { 512, 128 })
        {
            var path = address.Replace("512.webp", $"{side}.webp", StringComparison.Ordinal);
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("image/webp", answer.Content.Headers.ContentType?.ToString());
            Assert.Equal("inline; filename=\"avatar.webp\"", answer.Content.Headers.ContentDisposition?.ToString());
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(
                "sandbox; default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal(
                "public, max-age=31536000, immutable", answer.Headers.NonValidated["Cache-Control"].ToString());
            using var bitmap = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync(Ct));
            Assert.Equal((side, side), (bitmap.Width, bitmap.Height));
        }

        foreach (var other in new[] { "/avatars/", "/avatars/01/512.webp", $"/avatars/{new string('0', 32)}/512.webp" })
            Assert.Equal(HttpStatusCode.NotFound, (await shopper.Visitor.GetAsync(other)).Status);
    }

    [Theory]
    [InlineData("-1", "500", "100")]
    [InlineData("500", "1001", "100")]
    [InlineData("500", "500", "99")]
    [InlineData("500", "500", "1e9")]
    [InlineData("0.5", "500", "100")]
    [InlineData("99999999999999999999", "<b>", "NaN")]
    public async Task Abuse_82_a_square_that_cannot_be_is_refused_at_the_field(string x, string y, string zoom)
    {
        using var shopper = await uploads.SignInAsync();
        var page = await shopper.Visitor.UploadAsync(
            await shopper.Visitor.GetAsync("/account"), Form,
            new() { ["Picture.CropX"] = x, ["Picture.CropY"] = y, ["Picture.CropZoom"] = zoom },
            new PostedFile("Picture.File", TestPictures.Png(64, 64)));
        AssertRefused(page, "Where the square lies");
    }

    private double MemoryMegabytes()
    {
        var line = File.ReadLines($"/proc/{uploads.Shop.ProcessId}/status")
            .Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            / 1024.0;
    }

    private static Task<HttpPage> UploadAsync(HttpShopper shopper, byte[] content) =>
        UploadAsync(shopper, new PostedFile("Picture.File", content));

    private static async Task<HttpPage> UploadAsync(HttpShopper shopper, PostedFile file) =>
        await shopper.Visitor.UploadAsync(await shopper.Visitor.GetAsync("/account"), Form, [], file);

    private static string AddressIn(HttpPage page) =>
        page.Document.QuerySelector("main img.avatar")?.GetAttribute("src") ?? throw new InvalidOperationException(
            $"No avatar at {page.Address}: {page.Text}");

    private static void AssertRefused(HttpPage page, string words)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(
            words, page.Document.QuerySelector($"{Form} .field-error")?.TextContent ?? "", StringComparison.Ordinal);
    }

    /// <summary>A shop that lets one person upload all day.</summary>
    public sealed class UploadShop : IAsyncLifetime
    {
        private const int Customers = 20;
        private WebShop? _shop;
        private string _password = "";
        private int _signedIn;

        internal WebShop Shop => _shop ?? throw new InvalidOperationException("Not started.");

        public async ValueTask InitializeAsync()
        {
            _shop = await WebShop.StartAsync(options =>
            {
                options.Settings["SignUpGuard:AvatarsPerHour"] = "1000";
                options.Settings["SignUpGuard:AvatarsPerDay"] = "1000";
            });
            _password = await HttpShopper.MakeCustomersAsync(_shop, Customers);
        }

        /// <summary>Each time another customer.</summary>
        internal Task<HttpShopper> SignInAsync() =>
            HttpShopper.SignInAsync(Shop, (Interlocked.Increment(ref _signedIn), _password));

        public async ValueTask DisposeAsync()
        {
            if (_shop is not null) await _shop.DisposeAsync();
        }
    }
}

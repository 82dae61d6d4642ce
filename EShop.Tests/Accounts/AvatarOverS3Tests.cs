using System.Net;
using EShop.Core.Accounts;
using EShop.Core.Objects;
using EShop.Tests.Objects;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

/// <summary>Avatars in a real S3 server: away, cut off, and with the shop killed between the steps.</summary>
public sealed class AvatarOverS3Tests
{
    private const string Form = "form:has(input[name='Picture.File'])";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F41_with_the_object_store_down_the_old_avatar_stays(Store store)
    {
        await using var s3 = await S3Server.StartAsync();
        await using var shop = await TestShop.CreateAsync(store, options => s3.Use(options.Settings));
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        Assert.Equal(ChangeAvatarStatus.Changed, await ChangeAsync(shop, account.Id));
        var key = await KeyAsync(shop, account.Id);
        Assert.Equal(Objects(key), await s3.KeysAsync());
        await s3.StopAsync();

        Assert.Equal(ChangeAvatarStatus.TryAgainShortly, await ChangeAsync(shop, account.Id));

        Assert.Equal(key, await KeyAsync(shop, account.Id));
        await s3.StartAgainAsync();
        Assert.Equal(ChangeAvatarStatus.Changed, await ChangeAsync(shop, account.Id));
        Assert.Equal(Objects(await KeyAsync(shop, account.Id)), await s3.KeysAsync()); // and the old ones are gone
    }

    [Fact]
    public async Task F43_an_upload_that_is_cut_off_changes_nothing_and_leaves_nothing()
    {
        await using var s3 = await S3Server.StartAsync();
        // The second of the two pictures is held for ever.
        var puts = 0;
        await using var proxy = new TcpProxy(s3.Port)
        {
            Holds = request => request.StartsWith("PUT /eshop/avatars/", StringComparison.Ordinal)
                && Interlocked.Increment(ref puts) > 1,
        };
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            s3.Use(options.Settings, proxy.Port);
            options.Settings["Objects:Timeout"] = "00:00:00.5";
        });
        var account = await new Visitor(shop).SignUpAsync("li@example.com");

        Assert.Equal(ChangeAvatarStatus.TryAgainShortly, await ChangeAsync(shop, account.Id));

        Assert.Null(await KeyAsync(shop, account.Id));
        Assert.Empty(await s3.KeysAsync());
    }

    [Fact]
    public async Task F42_killed_between_the_objects_and_the_row_the_shop_leaves_orphans_that_the_sweep_finds()
    {
        await using var s3 = await S3Server.StartAsync();
        var puts = 0;
        await using var proxy = new TcpProxy(s3.Port)
        {
            Holds = request => request.StartsWith("PUT /eshop/avatars/", StringComparison.Ordinal)
                && Interlocked.Increment(ref puts) == 2,
        };
        await using var shop = await WebShop.StartAsync(options => s3.Use(options.Settings, proxy.Port));
        using var shopper = await HttpShopper.SignInAsync(shop);

        var upload = UploadAsync(shopper);
        await proxy.HeldAsync();
        await shop.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => upload);
        await shop.StartAgainAsync();

        var account = await shopper.Visitor.GetAsync("/account");
        Assert.Equal(HttpStatusCode.OK, account.Status);
        Assert.Null(account.Document.QuerySelector("main img.avatar")); // the initials
        Assert.Equal(2, (await s3.KeysAsync()).Count);
        await using var sweeping = await TestShop.CreateAsync(Store.Sqlite, options => s3.Use(options.Settings));
        sweeping.Clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(23));
        Assert.Equal(0, (await sweeping.Get<SweepAvatars>().ExecuteAsync(Ct)).Removed);
        sweeping.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(
            new SweepAvatarsResult(SweepAvatarsStatus.Swept, 2), await sweeping.Get<SweepAvatars>().ExecuteAsync(Ct));
        Assert.Empty(await s3.KeysAsync());
    }

    [Fact]
    public async Task F42_killed_between_the_row_and_the_removal_the_shop_shows_the_new_avatar()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var proxy = new TcpProxy(s3.Port);
        await using var shop = await WebShop.StartAsync(options => s3.Use(options.Settings, proxy.Port));
        using var shopper = await HttpShopper.SignInAsync(shop);
        var former = AddressIn(await UploadAsync(shopper));
        proxy.Holds = request => request.StartsWith("DELETE ", StringComparison.Ordinal);

        var upload = UploadAsync(shopper);
        await proxy.HeldAsync();
        await shop.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => upload);
        proxy.Holds = _ => false;
        await shop.StartAgainAsync();

        var address = AddressIn(await shopper.Visitor.GetAsync("/account"));
        Assert.NotEqual(former, address);
        Assert.Equal(HttpStatusCode.OK, (await shopper.Visitor.GetAsync(address)).Status);
        Assert.Equal(3, (await s3.KeysAsync()).Count); // the two of the new one, and one left behind
    }

    private static async Task<HttpPage> UploadAsync(HttpShopper shopper) => await shopper.Visitor.UploadAsync(
        await shopper.Visitor.GetAsync("/account"), Form, [], new PostedFile("Picture.File", TestPictures.Png(64, 64)));

    private static string AddressIn(HttpPage page) =>
        page.Document.QuerySelector("main img.avatar")?.GetAttribute("src") ?? throw new InvalidOperationException(
            $"No avatar at {page.Address}: {page.Text}");

    private static async Task<ChangeAvatarStatus> ChangeAsync(TestShop shop, long accountId) =>
        (await shop.Get<ChangeAvatar>().ExecuteAsync(
            new ChangeAvatarRequest(accountId, TestPictures.Png(64, 64)), Ct)).Status;

    private static async Task<string?> KeyAsync(TestShop shop, long accountId) =>
        (await shop.Get<GetProfile>().ExecuteAsync(accountId, Ct))!.AvatarKey;

    private static string[] Objects(string? key) => [$"{key}/128.webp", $"{key}/512.webp"];
}

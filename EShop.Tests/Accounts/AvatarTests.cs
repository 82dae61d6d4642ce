using EShop.Core.Accounts;
using EShop.Core.Objects;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace EShop.Tests.Accounts;

public sealed class AvatarTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_new_avatar_replaces_the_old_one_and_its_objects(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");

        Assert.Equal(ChangeAvatarStatus.Changed, (await ChangeAsync(shop, account.Id, Picture())).Status);
        var first = await KeyAsync(shop, account.Id);
        Assert.Equal(ChangeAvatarStatus.Changed, (await ChangeAsync(shop, account.Id, Picture())).Status);
        var second = await KeyAsync(shop, account.Id);

        Assert.NotEqual(first, second);
        Assert.Equal(OpenAvatarStatus.NotFound, await OpenAsync(shop, first!, 512));
        Assert.Equal(OpenAvatarStatus.Opened, await OpenAsync(shop, second!, 512));
        Assert.Equal(OpenAvatarStatus.Opened, await OpenAsync(shop, second!, 128));
        Assert.Equal(OpenAvatarStatus.NotFound, await OpenAsync(shop, second!, 64));

        Assert.Equal(ChangeAvatarStatus.Changed, (await ChangeAsync(shop, account.Id, [])).Status);
        Assert.Null(await KeyAsync(shop, account.Id));
        Assert.Equal(OpenAvatarStatus.NotFound, await OpenAsync(shop, second!, 512));
    }

    [Fact]
    public async Task Abuse_33_five_an_hour_are_enough()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        for (var i = 0; i < 5; i++)
            Assert.Equal(ChangeAvatarStatus.Changed, (await ChangeAsync(shop, account.Id, Picture())).Status);
        Assert.Equal(ChangeAvatarStatus.TooMany, (await ChangeAsync(shop, account.Id, Picture())).Status);
    }

    [Fact]
    public async Task Abuse_33_twenty_a_day_are_enough()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        for (var i = 0; i < 20; i++)
        {
            if (i > 0 && i % 5 == 0) shop.Clock.Advance(TimeSpan.FromMinutes(61));
            Assert.Equal(ChangeAvatarStatus.Changed, (await ChangeAsync(shop, account.Id, Picture())).Status);
        }

        shop.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(ChangeAvatarStatus.TooMany, (await ChangeAsync(shop, account.Id, Picture())).Status);
    }

    [Theory, EachStore]
    public async Task Abuse_33_parallel_uploads_leave_one_avatar_and_no_other_object(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");

        var answers = await Race.RunAsync(5, _ => ChangeAsync(shop, account.Id, Picture()));

        Assert.All(answers, answer => Assert.Equal(ChangeAvatarStatus.Changed, answer.Status));
        Assert.Equal(OpenAvatarStatus.Opened, await OpenAsync(shop, (await KeyAsync(shop, account.Id))!, 512));
        Assert.Equal(2, Directory.GetFiles(
            Path.Combine(shop.DataFolder, "objects", "avatars"), "*.webp", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task F41_with_the_store_away_the_old_avatar_stays()
    {
        var objects = new Leaving();
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Services = services => services.AddSingleton<IObjectStore>(objects));
        var account = await new Visitor(shop).SignUpAsync("li@example.com");

        var answer = await ChangeAsync(shop, account.Id, Picture());

        Assert.Equal(ChangeAvatarStatus.TryAgainShortly, answer.Status);
        Assert.Null(await KeyAsync(shop, account.Id));
    }

    [Fact]
    public async Task F42_the_sweep_removes_what_no_row_points_to()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        await ChangeAsync(shop, account.Id, Picture());
        var orphan = ObjectKey.Parse($"avatars/{ObjectKey.NewName()}/512.webp");
        await shop.Get<IObjectStore>().PutAsync(orphan, new byte[] { 1 }, Ct);
        var young = ObjectKey.Parse($"avatars/{ObjectKey.NewName()}/512.webp");
        await shop.Get<IObjectStore>().PutAsync(young, new byte[] { 1 }, Ct);
        foreach (var file in Directory.GetFiles(
            Path.Combine(shop.DataFolder, "objects", "avatars"), "*.webp", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, shop.Now.AddDays(file.Contains(young.Value[8..40], StringComparison.Ordinal)
                ? -0.5 : -2).UtcDateTime);

        var swept = await shop.Get<SweepAvatars>().ExecuteAsync(Ct);
        Assert.Equal(new SweepAvatarsResult(SweepAvatarsStatus.Swept, 1), swept);

        Assert.False(await shop.Get<IObjectStore>().ExistsAsync(orphan, Ct));
        Assert.True(await shop.Get<IObjectStore>().ExistsAsync(young, Ct));
        Assert.Equal(OpenAvatarStatus.Opened, await OpenAsync(shop, (await KeyAsync(shop, account.Id))!, 512));
    }

    private static Task<ChangeAvatarResult> ChangeAsync(TestShop shop, long accountId, byte[] picture) =>
        shop.Get<ChangeAvatar>().ExecuteAsync(new ChangeAvatarRequest(accountId, picture), Ct);

    private static async Task<string?> KeyAsync(TestShop shop, long accountId) =>
        (await shop.Get<GetProfile>().ExecuteAsync(accountId, Ct))!.AvatarKey;

    private static async Task<OpenAvatarStatus> OpenAsync(TestShop shop, string key, int side)
    {
        var request = new OpenAvatarRequest(key["avatars/".Length..], side);
        var opened = await shop.Get<OpenAvatar>().ExecuteAsync(request, Ct);
        if (opened.Content is not null)
            await opened.Content.DisposeAsync();
        return opened.Status;
    }

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(64, 64);
        return bitmap.Encode(SKEncodedImageFormat.Png, 90).ToArray();
    }

    /// <summary>A store that is away.</summary>
    private sealed class Leaving : IObjectStore
    {
        public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken ct) => throw Away();

        public Task<Stream?> OpenAsync(ObjectKey key, CancellationToken ct) => throw Away();

        public Task<bool> ExistsAsync(ObjectKey key, CancellationToken ct) => throw Away();

        public Task DeleteAsync(ObjectKey key, CancellationToken ct) => throw Away();

        public IAsyncEnumerable<ObjectKey> ListOlderThanAsync(
            string prefix, DateTimeOffset cutOff, CancellationToken ct) => throw Away();

        private static ObjectStoreException Away() => new("away");
    }
}

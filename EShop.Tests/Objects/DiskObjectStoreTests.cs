using EShop.Core.Objects;

namespace EShop.Tests.Objects;

public sealed class DiskObjectStoreTests : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly string folder = Directory.CreateTempSubdirectory("eshop-objects-").FullName;
    private readonly DiskObjectStore store;

    public DiskObjectStoreTests() => store = new DiskObjectStore(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_put_is_read_replaced_and_deleted()
    {
        var key = ObjectKey.Parse($"avatars/{ObjectKey.NewName()}/512.webp");
        await store.PutAsync(key, new byte[] { 1, 2, 3 }, Ct);
        await store.PutAsync(key, new byte[] { 4, 5 }, Ct);

        Assert.Equal([4, 5], await ReadAsync(key));
        Assert.True(await store.ExistsAsync(key, Ct));

        await store.DeleteAsync(key, Ct);
        await store.DeleteAsync(key, Ct);
        Assert.False(await store.ExistsAsync(key, Ct));
        Assert.Null(await store.OpenAsync(key, Ct));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "objects", ".aside")));
    }

    [Fact]
    public async Task The_sweep_sees_only_what_is_old_enough_and_under_its_prefix()
    {
        var old = ObjectKey.Parse("avatars/old/512.webp");
        await store.PutAsync(old, new byte[] { 1 }, Ct);
        await store.PutAsync(ObjectKey.Parse("avatars/new/512.webp"), new byte[] { 1 }, Ct);
        await store.PutAsync(ObjectKey.Parse("products/old/512.webp"), new byte[] { 1 }, Ct);
        var then = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var name in new[] { "avatars", "products" })
            File.SetLastWriteTimeUtc(Path.Combine(folder, "objects", name, "old", "512.webp"), then.UtcDateTime);

        var found = new List<ObjectKey>();
        await foreach (var key in store.ListOlderThanAsync("avatars/", then.AddHours(1), Ct))
            found.Add(key);

        Assert.Equal([old], found);
    }

    [Theory]
    [InlineData("../etc/passwd.png")]
    [InlineData("avatars/../../x.webp")]
    [InlineData("/avatars/x.webp")]
    [InlineData("avatars//x.webp")]
    [InlineData("avatars\\x.webp")]
    [InlineData("avatars/x.svg")]
    [InlineData("avatars/x.webp\n")]
    [InlineData("avatars/X.webp")]
    [InlineData("x.webp")]
    [InlineData("")]
    [InlineData(null)]
    public void Abuse_32_a_key_that_could_climb_is_none(string? text) => Assert.False(ObjectKey.TryParse(text, out _));

    private async Task<byte[]> ReadAsync(ObjectKey key)
    {
        await using var stream = await store.OpenAsync(key, Ct);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }
}

using EShop.Core.Objects;
using EShop.Tests.Support;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Objects;

/// <summary>Against a real S3 server, also through a network that is ill.</summary>
public sealed class S3ObjectStoreTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i % 7 + 48))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_put_is_read_replaced_listed_and_deleted(bool isAsAliyun)
    {
        await using var server = await S3Server.StartAsync();
        using var store = isAsAliyun ? server.OpenAsAliyun() : server.Open();
        var key = NewKey();
        await store.PutAsync(key, new byte[] { 1, 2, 3 }, Ct);
        await store.PutAsync(key, Content, Ct);

        Assert.Equal(Content, await ReadAsync(store, key));
        Assert.True(await store.ExistsAsync(key, Ct));
        Assert.Equal([key.Value], await server.KeysAsync());

        await store.DeleteAsync(key, Ct);
        await store.DeleteAsync(key, Ct);
        Assert.False(await store.ExistsAsync(key, Ct));
        Assert.Null(await store.OpenAsync(key, Ct));
        Assert.Empty(await server.KeysAsync());
    }

    [Fact]
    public async Task The_sweep_sees_only_what_is_old_enough_and_under_its_prefix()
    {
        await using var server = await S3Server.StartAsync();
        using var store = server.Open();
        var key = NewKey();
        await store.PutAsync(key, Content, Ct);
        await store.PutAsync(ObjectKey.Parse("products/0123/512.webp"), Content, Ct);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Empty(await ListAsync(store, now.AddHours(-1)));
        Assert.Equal([key], await ListAsync(store, now.AddHours(1)));
    }

    /// <summary>A server answers a thousand keys at a time.</summary>
    [Fact]
    public async Task A_long_list_is_read_to_its_end()
    {
        await using var server = await S3Server.StartAsync();
        using var store = server.Open();
        await Parallel.ForAsync(0, 1005, Ct, async (i, ct) =>
            await store.PutAsync(ObjectKey.Parse($"avatars/{i:0000}/128.webp"), new byte[] { 1 }, ct));

        var keys = await ListAsync(store, TimeProvider.System.GetUtcNow().AddHours(1));

        Assert.Equal(1005, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_key_or_a_bucket_that_is_not_there_is_a_fault_and_not_an_empty_store()
    {
        await using var server = await S3Server.StartAsync();
        foreach (var store in new[] { server.Open(key: "NOBODY"), server.Open(bucket: "elsewhere") })
        {
            using (store)
            {
                await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(NewKey(), Content, Ct));
                await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(NewKey(), Ct));
                await Assert.ThrowsAsync<ObjectStoreException>(() => ListAsync(store, default));
            }
        }

        Assert.Empty(await server.KeysAsync());
    }

    [Fact]
    public async Task F41_a_server_that_is_down_is_told_apart_from_an_empty_store_and_is_used_again_when_back()
    {
        await using var server = await S3Server.StartAsync();
        using var store = server.Open();
        var key = NewKey();
        await store.PutAsync(key, Content, Ct);
        await server.StopAsync();

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(NewKey(), Content, Ct));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(key, Ct));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.ExistsAsync(key, Ct));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.DeleteAsync(key, Ct));

        await server.StartAgainAsync();
        Assert.Equal(Content, await ReadAsync(store, key));
    }

    [Fact]
    public async Task F43_a_server_that_does_not_answer_is_given_up()
    {
        await using var server = await S3Server.StartAsync();
        await using var proxy = new TcpProxy(server.Port) { IsSilent = true };
        using var store = server.Open(proxy.Port);
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(NewKey(), Content, Ct));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(NewKey(), Ct));
    }

    [Fact]
    public async Task F43_an_object_that_is_cut_off_or_spoilt_on_its_way_is_not_passed_on()
    {
        await using var server = await S3Server.StartAsync();
        var key = NewKey();
        using (var well = server.Open()) await well.PutAsync(key, Content, Ct);
        await using var proxy = new TcpProxy(server.Port) { AnswerBytesMax = 20_000 };
        using (var cut = server.Open(proxy.Port))
            await Assert.ThrowsAsync<ObjectStoreException>(() => cut.OpenAsync(key, Ct));

        (proxy.AnswerBytesMax, proxy.SpoilsAnswers) = (int.MaxValue, true);
        using (var spoilt = server.Open(proxy.Port))
            await Assert.ThrowsAsync<ObjectStoreException>(() => spoilt.OpenAsync(key, Ct));

        proxy.SpoilsAnswers = false;
        using var healed = server.Open(proxy.Port);
        Assert.Equal(Content, await ReadAsync(healed, key));
    }

    [Fact]
    public async Task F43_an_upload_that_is_cut_off_is_a_fault_and_can_be_made_again()
    {
        await using var server = await S3Server.StartAsync();
        await using var proxy = new TcpProxy(server.Port) { RequestBytesMax = 20_000 };
        using var store = server.Open(proxy.Port);
        var key = NewKey();
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(key, Content, Ct));

        using var healed = server.Open();
        await healed.PutAsync(key, Content, Ct);
        Assert.Equal(Content, await ReadAsync(healed, key));
    }

    [Fact]
    public void Each_missing_setting_is_named()
    {
        var result = new ObjectOptionsCheck().Validate(null, new ObjectOptions { Kind = ObjectStoreKind.S3 });
        foreach (var name in new[] { "Endpoint", "Region", "Bucket", "AccessKey", "SecretKey" })
            Assert.Contains(result.Failures!, line => line.StartsWith($"Objects:{name} ", StringComparison.Ordinal));
        Assert.Equal(ValidateOptionsResult.Success, new ObjectOptionsCheck().Validate(null, new ObjectOptions()));
    }

    private static ObjectKey NewKey() => ObjectKey.Parse($"avatars/{ObjectKey.NewName()}/512.webp");

    private static async Task<List<ObjectKey>> ListAsync(S3ObjectStore store, DateTimeOffset cutOff)
    {
        var keys = new List<ObjectKey>();
        await foreach (var key in store.ListOlderThanAsync("avatars/", cutOff, Ct)) keys.Add(key);
        return keys;
    }

    private static async Task<byte[]> ReadAsync(S3ObjectStore store, ObjectKey key)
    {
        await using var stream = await store.OpenAsync(key, Ct);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }
}

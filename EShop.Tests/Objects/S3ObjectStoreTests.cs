using System.Net;
using System.Net.Sockets;
using EShop.Core.Objects;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Objects;

/// <summary>What a store that is ill does, against sockets of our own.</summary>
public sealed class S3ObjectStoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly ObjectKey Key = ObjectKey.Parse("avatars/0123/512.webp");

    [Fact]
    public async Task A_server_that_is_down_is_told_apart_from_a_bug()
    {
        using var store = new S3ObjectStore(Options("http://127.0.0.1:1"));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(Key, new byte[10], Ct));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(Key, Ct));
    }

    [Fact]
    public async Task F43_a_server_that_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var store = new S3ObjectStore(Options($"http://{silent.LocalEndpoint}"));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(Key, Ct));
    }

    [Fact]
    public async Task F43_an_object_that_is_cut_off_is_not_passed_on()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeCutOffAsync(server);
        using var store = new S3ObjectStore(Options($"http://{server.LocalEndpoint}"));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(Key, Ct));
        server.Stop();
        await serving;
    }

    [Fact]
    public void Each_missing_setting_is_named()
    {
        var result = new ObjectOptionsCheck().Validate(null, new ObjectOptions { Kind = ObjectStoreKind.S3 });
        foreach (var name in new[] { "Endpoint", "Region", "Bucket", "AccessKey", "SecretKey" })
            Assert.Contains(result.Failures!, line => line.StartsWith($"Objects:{name} ", StringComparison.Ordinal));
        Assert.Equal(ValidateOptionsResult.Success, new ObjectOptionsCheck().Validate(null, new ObjectOptions()));
    }

    private static ObjectOptions Options(string endpoint) => new()
    {
        Kind = ObjectStoreKind.S3, Endpoint = endpoint, Region = "us-east-1", Bucket = "eshop", AccessKey = "S3RVER",
        SecretKey = "S3RVER", PathStyle = true, Timeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>Promises 100 bytes and sends 10, as often as it is asked.</summary>
    private static async Task ServeCutOffAsync(TcpListener server)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync(Ct);
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: Ct);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789"u8.ToArray(), Ct);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

using System.Globalization;
using System.Net.Sockets;
using Amazon.Runtime;
using EShop.Core.Objects;
using EShop.Tests.Support;

namespace EShop.Tests.Objects;

/// <summary>A real S3 server (s3-server beside this file) with one bucket, on a folder that outlives its restarts. It
/// knows who may come in by the access key; it does not recompute signatures of version 4.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "eshop";
    public const string Key = "S3RVER";

    private readonly string _folder = Directory.CreateTempSubdirectory("eshop-s3-").FullName;
    private ChildServer? _server;

    public int Port { get; private set; }

    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>At the port and with the objects that it had.</summary>
    public async Task StartAgainAsync()
    {
        var script = Path.Combine(Repository.Root, "EShop.Tests", "Objects", "s3-server", "server.js");
        _server = await ChildServer.StartAsync(
            Servers.Node, "--openssl-legacy-provider", // its tokens of long lists are made with Blowfish
            script, _folder, Port.ToString(CultureInfo.InvariantCulture));
        Port = _server.Port;
    }

    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>A client with the bucket in the path; through a proxy when its port is given.</summary>
    public S3ObjectStore Open(int? port = null, string key = Key, string bucket = Bucket) => new(new ObjectOptions
    {
        Kind = ObjectStoreKind.S3,
        Endpoint = $"http://127.0.0.1:{port ?? Port}",
        Region = "us-east-1",
        Bucket = bucket,
        AccessKey = key,
        SecretKey = Key,
        PathStyle = true,
        Timeout = TimeSpan.FromSeconds(1),
    });

    /// <summary>A client as for Aliyun, the bucket in the host's name; only the name is looked up by us.</summary>
    public S3ObjectStore OpenAsAliyun() => new(
        new ObjectOptions
        {
            Kind = ObjectStoreKind.S3,
            Endpoint = "http://s3.oss-cn-hangzhou.aliyuncs.com",
            Region = "cn-hangzhou",
            Bucket = Bucket,
            AccessKey = Key,
            SecretKey = Key,
            Timeout = TimeSpan.FromSeconds(1),
        },
        new ToPort(Port));

    /// <summary>The settings of a shop that keeps its objects here.</summary>
    public void Use(Dictionary<string, string?> settings, int? port = null)
    {
        settings["Objects:Kind"] = nameof(ObjectStoreKind.S3);
        settings["Objects:Endpoint"] = $"http://127.0.0.1:{port ?? Port}";
        settings["Objects:Region"] = "us-east-1";
        settings["Objects:Bucket"] = Bucket;
        settings["Objects:AccessKey"] = Key;
        settings["Objects:SecretKey"] = Key;
        settings["Objects:PathStyle"] = "true";
    }

    /// <summary>The avatars that lie in it, whatever their age.</summary>
    public async Task<List<string>> KeysAsync()
    {
        using var store = Open();
        var keys = new List<string>();
        await foreach (var key in store.ListOlderThanAsync(
            "avatars/", TimeProvider.System.GetUtcNow().AddHours(1), TestContext.Current.CancellationToken))
            keys.Add(key.Value);
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class ToPort(int port) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }
}

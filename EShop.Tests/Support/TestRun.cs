using EShop.Core.Redis;
using EShop.Tests.Support;

[assembly: AssemblyFixture(typeof(TestRun))]

namespace EShop.Tests.Support;

/// <summary>What all tests of a run share, and its end.</summary>
public sealed class TestRun : IAsyncLifetime
{
    private static readonly SharedResource<EmbeddedRedis> Embedded = new(() => Task.FromResult(EmbeddedRedis.Start()));

    internal static async Task<string> ConnectionToAsync(RedisServer redis) =>
        redis == RedisServer.Real ? Servers.Redis : (await Embedded.GetAsync()).Connection;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAsync();
        await WebShop.StopSharedAsync();
        await Shell.SafeShop.StopAsync();
        await Messaging.RabbitServer.StopSharedAsync();
        await Database.RemoveRestAsync();
        if (Embedded.IsMade) (await Embedded.GetAsync()).Dispose();
    }
}

using EShop.Core.Health;
using EShop.Core.Redis;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Health;

public sealed class CheckHealthTests
{
    [Theory, EachStore]
    public async Task A_shop_with_all_its_parts_is_ready(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        Assert.Equal(new CheckHealthResult(CheckHealthStatus.Ready, true, true, true, true), await CheckAsync(shop));
    }

    [Theory, EachStore]
    public async Task Without_its_tables_it_is_unready(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options => options.IsMigrated = false);
        Assert.Equal(new CheckHealthResult(CheckHealthStatus.Unready, false, true, true, true), await CheckAsync(shop));
    }

    [Fact]
    public async Task Without_Redis_it_is_degraded_and_sells()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Services = services =>
            services.AddSingleton(Options.Create(new RedisOptions { Connection = "127.0.0.1:1" })));
        Assert.Equal(new CheckHealthResult(CheckHealthStatus.Degraded, true, false, true, true),
            await CheckAsync(shop));
    }

    private static Task<CheckHealthResult> CheckAsync(TestShop shop) =>
        shop.Get<CheckHealth>().ExecuteAsync(TestContext.Current.CancellationToken);
}

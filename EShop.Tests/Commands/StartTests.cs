using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Commands;

public sealed class StartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F19_A_second_shop_on_one_data_folder_says_so_and_stops()
    {
        await using var shop = await WebShop.StartAsync(options => options.Redis = RedisServer.Embedded);
        var second = await shop.RunVerbAsync("--urls", "http://127.0.0.1:1");
        Assert.Equal(3, second.ExitCode);
        Assert.Single(second.Errors.Trim().Split('\n'));
        Assert.Contains($"process {shop.ProcessId}", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_start_finds_everything_as_it_was()
    {
        await using var shop = await WebShop.StartAsync(options => options.Redis = RedisServer.Embedded);
        Assert.Contains("First admin", shop.Output, StringComparison.Ordinal);
        var before = shop.Output.Length;
        Assert.Equal(0, await shop.StopAsync());
        await shop.StartAgainAsync();
        Assert.DoesNotContain("First", shop.Output[before..], StringComparison.Ordinal);
        Assert.Equal(0, (await shop.RunVerbAsync("audit")).ExitCode);
    }

    [Fact]
    public async Task Health_is_open_to_all_and_kept_by_nobody()
    {
        var shop = await WebShop.SharedAsync();
        using var http = new HttpClient { BaseAddress = shop.Address };
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var answer = await http.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }

        Assert.Equal(
            """{"status":"ready","database":"ok","redis":"ok","objects":"ok","messages":"ok"}""",
            await http.GetStringAsync("/health/ready", Ct));
    }
}

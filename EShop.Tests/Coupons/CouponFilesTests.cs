using System.Net;
using System.Text.Json;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

/// <summary>What of coupons is no page: staff's files, and the small answer that the coupon centre asks for.</summary>
public sealed class CouponFilesTests
{
    [Fact]
    public async Task Abuse_60_Staff_takes_lists_along_and_nobody_else_does()
    {
        var shop = await WebShop.SharedAsync();
        using var guest = new HttpVisitor(shop.Address);
        using var shopper = await HttpShopper.SignInAsync(shop);
        using var staff = await HttpStaff.SignInAsync(shop);
        foreach (var (what, head) in new[] { ("holders", "claim,email,nth"), ("codes", "code,used_by") })
        {
            var path = $"/admin/coupons/1/{what}.csv";
            Assert.Equal("/sign-in", (await guest.GetAsync(path)).Path);
            Assert.Equal(HttpStatusCode.NotFound, (await shopper.Visitor.GetAsync(path)).Status);
            var file = await staff.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.StartsWith(head, file.Text.TrimStart('\uFEFF'), StringComparison.Ordinal);
            var none = await staff.GetAsync($"/admin/coupons/999999/{what}.csv");
            Assert.Equal(HttpStatusCode.NotFound, none.Status);
        }
    }

    [Fact]
    public async Task Everybody_learns_what_is_left_by_the_servers_clock()
    {
        var shop = await WebShop.SharedAsync();
        using var guest = new HttpVisitor(shop.Address);
        using var answer = JsonDocument.Parse((await guest.GetAsync("/coupons/left")).Text);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(answer.RootElement.GetProperty("at").GetInt64());
        Assert.InRange(at, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
        var names = answer.RootElement.GetProperty("coupons").EnumerateArray().First().EnumerateObject();
        Assert.Equal(["id", "left", "paused"], names.Select(property => property.Name));
    }
}

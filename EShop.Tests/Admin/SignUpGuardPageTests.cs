using System.Security.Claims;
using Bunit;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using EShop.Tests.Widgets;
using EShop.Web.Admin;
using EShop.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using TestContext = Xunit.TestContext;

namespace EShop.Tests.Admin;

public sealed class SignUpGuardPageTests : WidgetTest
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_the_budget_what_was_refused_and_where_from()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["SignUpGuard:CodesPerShopHour"] = "5");
        var visitor = new Accounts.Visitor(shop, "203.0.113.9");
        for (var n = 0; n < 6; n++)
            await visitor.BeginSignUpAsync($"n{n}@example.com");
        var page = Open(shop, await shop.AdminAsync());

        Assert.Equal("5", page.Find("meter").GetAttribute("value"));
        Assert.Equal("5 of 5 code mails in the last 60 minutes", page.Find("#budget-used").TextContent);
        Assert.Contains("Used up", page.Find(".budget .chip").TextContent, StringComparison.Ordinal);
        Assert.Equal(["6", "100%", "5", "1"], page.FindAll(".figure strong").Select(figure => figure.TextContent));
        var network = page.FindAll("table")[1].QuerySelector("tbody tr")!;
        Assert.Equal(
            ["203.0.113.*", "6", "6", "0", "5", "1"],
            network.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));

        shop.Clock.Advance(TimeSpan.FromHours(1));
        await page.Find("button.btn").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("0", page.Find("meter").GetAttribute("value")));
    }

    [Fact]
    public async Task Before_anybody_asked_it_says_so()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var page = Open(shop, await shop.AdminAsync());
        Assert.Equal("Nobody asked yet", page.Find(".empty h2").TextContent);
        Assert.NotNull(page.Find("meter"));
    }

    [Fact]
    public async Task Without_Redis_it_says_that_nothing_is_counted_and_nothing_is_sent()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
        });
        var page = Open(shop, await shop.AdminAsync());
        page.WaitForAssertion(
            () => Assert.Equal("The counters cannot be reached", page.Find(".empty h2").TextContent),
            TimeSpan.FromSeconds(10));
        Assert.Empty(page.FindAll("meter"));
    }

    [Fact]
    public async Task Who_is_no_admin_sees_nothing()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.Get<GuardCounts>().CountAsync(GuardEvent.CodeSent, NetworkAddress.Of(null), shop.Now, Ct);
        var page = Open(shop, (await shop.AccountsAsync(1))[0]);
        Assert.Equal("This is for admins", page.Find(".empty h2").TextContent);
        Assert.Empty(page.FindAll("table"));
    }

    private IRenderedComponent<SignUpGuardPage> Open(TestShop shop, long accountId)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<AdminVoice>();
        Services.AddSingleton<TimeProvider>(shop.Clock);
        Services.AddSingleton(shop.Get<ShowSignUpGuard>());
        Services.AddCascadingValue(_ => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{accountId}")], "test")))));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var page = Render<SignUpGuardPage>();
        page.WaitForState(() => page.FindAll("[role=status]").Count == 0, TimeSpan.FromSeconds(10));
        return page;
    }
}

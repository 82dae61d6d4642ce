using System.Reflection;
using Bunit;
using EShop.Core.Catalog.Manage;
using EShop.Core.Coupons;
using EShop.Core.Staff;
using EShop.Core.Storage;
using EShop.Tests.House;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using EShop.Tests.Widgets;
using EShop.Web.Admin;
using EShop.Web.Coupons;
using EShop.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using CouponsPage = EShop.Web.Admin.CouponsPage;
using TestContext = Xunit.TestContext;

namespace EShop.Tests.Admin;

/// <summary>Management pages over a real shop: what they show, and that a press sent twice acts once.</summary>
public sealed class AdminPagesTests : WidgetTest
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_of_them_is_for_admins_only() => Rule.Holds(
        "A page under /admin asks for the role Admin.",
        from page in typeof(AdminPage).Assembly.GetTypes()
        where page.GetCustomAttributes<RouteAttribute>()
            .Any(r => r.Template.StartsWith("/admin", StringComparison.Ordinal))
        where page.GetCustomAttributes<AuthorizeAttribute>().All(a => a.Roles != "Admin")
        select page.FullName!);

    [Theory, EachStore]
    public async Task A_new_coupon_with_faults_says_so_at_the_fields_and_keeps_what_was_typed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        Open(shop, await shop.AdminAsync());
        var page = Render<NewCouponPage>();

        page.Find("#f-name-en").Change("Half off");
        page.Find("#f-amount").Change("none");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal(
            "Write an amount such as 12.50", page.Find("#f-amount-error").TextContent));
        Assert.Equal("Half off", page.Find("#f-name-en").GetAttribute("value"));
        Assert.Equal(0, await shop.ReadAsync(CountAsync));
    }

    [Theory, EachStore]
    public async Task Each_save_with_faults_brings_them_into_the_window_and_typing_does_not(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        Open(shop, await shop.AdminAsync());
        var page = Render<NewCouponPage>();

        await page.Find("form").SubmitAsync();
        JSInterop.VerifyFocusAsyncInvoke(calledTimes: 1);
        page.Find("#f-name-en").Change("Half off");
        JSInterop.VerifyFocusAsyncInvoke(calledTimes: 1);
        await page.Find("form").SubmitAsync();
        JSInterop.VerifyFocusAsyncInvoke(calledTimes: 2);
    }

    [Theory, EachStore]
    public async Task A_double_press_makes_one_coupon(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        Open(shop, await shop.AdminAsync());
        var page = Render<NewCouponPage>();
        page.Find("#f-name-en").Change("Ten off");
        page.Find("#f-name-zh").Change("立减十元");
        page.Find("#f-amount").Change("10");

        await page.Find("form").SubmitAsync();
        await page.Find("form").SubmitAsync();

        Assert.Equal(1, await shop.ReadAsync(CountAsync));
    }

    [Theory, EachStore]
    public async Task Settle_now_says_what_came_of_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        Open(shop, admin);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId, 2);
        await shop.PayAsync(placed.Number, "t1");
        var tasks = await shop.Get<ListTasks>().ExecuteAsync(new(admin, TaskKind.Stock, null, "", 1), Ct);
        var page = Render<TaskTable>(p => p.Add(t => t.Tasks, tasks.Tasks));

        await page.Find("button").ClickAsync();
        page.WaitForAssertion(() => Assert.False(page.Find("button").HasAttribute("disabled")));
        Assert.Equal(2, (await shop.StockAsync(skuId)).Sold);
        await page.Find("button").ClickAsync();
        Assert.Equal(2, (await shop.StockAsync(skuId)).Sold);
    }

    [Theory, EachStore]
    public async Task Who_is_no_admin_sees_no_coupons(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var plain = (await shop.AccountsAsync(1))[0];
        await shop.CouponAsync(total: 5);
        Open(shop, plain);

        var page = Render<CouponsPage>();

        page.WaitForAssertion(() => Assert.Equal("This is for admins", page.Find(".empty h2").TextContent));
        Assert.DoesNotContain("Ten off", page.Markup, StringComparison.Ordinal);
    }

    private static Task<int> CountAsync(ShopDbContext db) =>
        Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.Set<Coupon>(), Ct);

    private static AuthenticationState StateOf(long accountId) => new(new(new System.Security.Claims.ClaimsIdentity(
        [new(System.Security.Claims.ClaimTypes.NameIdentifier, $"{accountId}")], "test")));

    private void Open(TestShop shop, long accountId)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<AdminVoice>();
        Services.AddTransient<CouponText>();
        Services.AddSingleton<TimeProvider>(shop.Clock);
        Services.AddSingleton(shop.Get<CreateCoupon>());
        Services.AddSingleton(shop.Get<ListCouponsForStaff>());
        Services.AddSingleton(shop.Get<ListProductsForStaff>());
        Services.AddSingleton(shop.Get<SettleNow>());
        Services.AddCascadingValue(_ => Task.FromResult(StateOf(accountId)));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }
}

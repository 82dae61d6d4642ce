using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Demo;
using EShop.Core.Objects;
using EShop.Core.Storage;
using EShop.Tests.Catalog;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Demo;

public sealed class FillDemoShopTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task An_empty_shop_is_filled_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var first = await shop.Get<FillDemoShop>().ExecuteAsync(Ct);
        var products = await shop.ProductsAsync();
        var stock = await shop.AvailableAsync();

        Assert.Equal(FillDemoShopStatus.Filled, first.Status);
        Assert.True(products.Count >= 48 && products.Count(p => p.Skus.Count > 1) >= 12);
        Assert.Equal((products.Count, products.Sum(p => p.Skus.Count)), (first.Products, first.Skus));
        Assert.All(products, p => Assert.False(p.Name.En == "" || p.Name.Zh == "" || p.Description.Zh == ""));
        Assert.Equal(FillDemoShopStatus.NotEmpty, (await shop.Get<FillDemoShop>().ExecuteAsync(Ct)).Status);
        Assert.Equal((products.Count, stock), ((await shop.ProductsAsync()).Count, await shop.AvailableAsync()));
    }

    [Fact]
    public async Task Each_product_has_a_picture_that_is_there()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.Get<FillDemoShop>().ExecuteAsync(Ct);

        foreach (var picture in DemoCatalog.Read().Pictures)
            Assert.True(await shop.Get<IObjectStore>().ExistsAsync(DemoCatalog.KeyOf(picture), Ct));
    }

    [Fact]
    public void The_descriptions_are_as_the_sanitizer_would_leave_them() => Assert.All(
        DemoCatalog.Read().Products.SelectMany(p => new[] { p.DescriptionEn, p.DescriptionZh }),
        html => Assert.Equal(SafeHtml.Clean(html), html));

    [Fact]
    public async Task There_is_a_coupon_of_each_kind_with_sound_terms()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.Get<FillDemoShop>().ExecuteAsync(Ct);
        var coupons = await shop.Get<ShopStore>().ReadAsync(db => db.Set<Coupon>().ToListAsync(Ct), Ct);

        Assert.Equal(7, coupons.Count);
        Assert.Equal(Enum.GetValues<CouponKind>(), coupons.Select(c => c.Terms.Kind).Distinct().Order());
        Assert.Single(coupons, c => c.Terms.Scope == CouponScope.Categories && c.UsableUntil > shop.Now);
        Assert.Single(coupons, c => c.Audience == CouponAudience.SharedCode);
        Assert.All(coupons, c => Assert.True(c.Terms.AreSound));
        Assert.Single(coupons, c => c.Audience == CouponAudience.NewCustomer);
        Assert.Single(coupons, c => c.OpensAt > shop.Now);
    }
}

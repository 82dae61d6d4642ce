using EShop.Core.Catalog.Browse;
using EShop.Core.Primitives;
using EShop.Web.Carts;
using EShop.Web.Catalog;
using Microsoft.AspNetCore.Http;

namespace EShop.Tests.Catalog;

public sealed class CatalogPagesTests
{
    private static readonly LocalizedText Red = new("Red", "红"), Blue = new("Blue", "蓝");
    private static readonly LocalizedText Small = new("S", "S"), Large = new("L", "L");

    [Theory]
    [Trait("abuse", "42")]
    [InlineData("?page=-1&min=-5&max=1e9&sort=price;DELETE&stock=yes", "/c/things?page=-1")]
    [InlineData("?page=abc&min=abc&max=99999999999&tag=", "/c/things")]
    [InlineData("?page=2147483648&sort=price-down&q=a%26b", "/c/things?q=a%26b&sort=price-down")]
    [InlineData("?min=10&max=20.50&stock=1&tag=men&page=3", "/c/things?tag=men&min=10&max=20.5&stock=1&page=3")]
    public void What_cannot_be_read_in_an_address_is_as_if_not_there(string query, string href)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/c/things";
        context.Request.QueryString = new QueryString(query);
        Assert.Equal(href, ListQuery.Read(context.Request).Href);
    }

    [Theory]
    [Trait("abuse", "46")]
    [InlineData("0"), InlineData("-1"), InlineData("1.5"), InlineData("1e9"), InlineData("2147483648"), InlineData("٣")]
    [InlineData(""), InlineData(null), InlineData(" 3"), InlineData("+3"), InlineData("３")]
    public void What_is_no_whole_number_in_plain_digits_is_no_quantity(string? typed) =>
        Assert.Equal(0, FormNumber.Quantity(typed));

    [Fact]
    public void A_value_leads_to_the_SKU_that_shares_most_with_the_chosen_one()
    {
        var product = Product(Sku(1, 0, Red, Small), Sku(2, 5, Red, Large), Sku(3, 5, Blue, Small));
        var choices = OptionChoices.Of(product, "2");

        Assert.Equal(2, choices.Chosen?.SkuId);
        Assert.Equal([(2, true, true), (3, false, false)], Shown(choices.Options[0]));
        Assert.Equal([(1, false, false), (2, true, true)], Shown(choices.Options[1]));
    }

    [Theory]
    [InlineData(null), InlineData("999"), InlineData("abc"), InlineData("-1")]
    public void Without_a_SKU_of_this_product_the_first_in_stock_is_chosen(string? sku) =>
        Assert.Equal(2, OptionChoices.Of(Product(Sku(1, 0, Red, Small), Sku(2, 5, Red, Large)), sku).Chosen?.SkuId);

    [Fact]
    public void A_name_cannot_break_out_of_the_structured_data()
    {
        var product = Product(Sku(1, 1, Red, Small)) with { Name = new LocalizedText("</script><b>", "</script>") };
        var script = ProductSchema.Script(product, "http://shop.example", "CNY");
        Assert.Equal(script.Length - "</script>".Length, script.IndexOf("</script>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_summary_has_no_marks() =>
        Assert.Equal("Good & strong .", ProductSchema.Summary(Product(Sku(1, 1, Red, Small)) with
        {
            Description = new LocalizedText("<p>Good &amp; <b>strong</b>.</p>", ""),
        }));

    private static IEnumerable<(long, bool, bool)> Shown(IReadOnlyList<OptionValue> values) =>
        values.Select(v => (v.SkuId, v.IsChosen, v.IsThere));

    private static SkuView Sku(long id, long available, params LocalizedText[] values) =>
        new(id, $"CODE-{id}", values, new Money(100), null, available);

    private static ProductView Product(params SkuView[] skus) => new(
        "thing", new LocalizedText("Thing", "东西"), LocalizedText.Empty, "", new CategoryCard("things", Red, null, 0),
        [], [], [new LocalizedText("Colour", "颜色"), new LocalizedText("Size", "尺码")], skus, []);
}

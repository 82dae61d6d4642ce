using Bunit;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class ProductTileTests : WidgetTest
{
    [Fact]
    public void The_whole_tile_is_one_link()
    {
        var tile = Show(compareAt: null, state: "Only 3 left");
        Assert.Equal("/products/cup", Assert.Single(tile.FindAll("a")).GetAttribute("href"));
        Assert.Equal("A", tile.Nodes.OfType<AngleSharp.Dom.IElement>().Single().TagName);
        Assert.Equal("Only 3 left", tile.Find(".tile-state").TextContent);
        Assert.Empty(tile.FindAll("s"));
    }

    [Fact]
    public void A_higher_price_of_before_is_struck() =>
        Assert.Contains("59.00", Show(compareAt: 5900, state: null).Find("s").TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData(4900)]
    [InlineData(3900)]
    public void A_price_of_before_that_was_not_higher_is_not_shown(long compareAt) =>
        Assert.Empty(Show(compareAt, state: null).FindAll("s"));

    private IRenderedComponent<ProductTile> Show(long? compareAt, string? state) => Render<ProductTile>(p => p
        .Add(w => w.Href, "/products/cup").Add(w => w.Name, "Cup").Add(w => w.PictureUrl, "cup.webp")
        .Add(w => w.Price, new Money(4900)).Add(w => w.CompareAt, compareAt is { } minor ? new Money(minor) : null)
        .Add(w => w.State, state).Add(w => w.Tint, 11));
}

using Bunit;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class PagerTests : WidgetTest
{
    [Theory]
    [InlineData(1, 2, "1 2 Next")]
    [InlineData(2, 3, "Previous 1 2 3 Next")]
    [InlineData(1, 9, "1 2 … 9 Next")]
    [InlineData(4, 9, "Previous 1 2 3 4 5 … 9 Next")]
    [InlineData(5, 9, "Previous 1 … 4 5 6 … 9 Next")]
    [InlineData(9, 9, "Previous 1 … 8 9")]
    public void The_neighbours_and_both_ends_are_offered(int page, int pageCount, string expected)
    {
        var shown = Show(page, pageCount).FindAll(".pager > *").Select(item => item.TextContent);
        Assert.Equal(expected, string.Join(' ', shown));
    }

    [Fact]
    public void The_page_shown_is_marked_and_links_go_where_the_list_says()
    {
        var pager = Show(2, 3);
        Assert.Equal("/list?page=2", pager.Find("[aria-current=page]").GetAttribute("href"));
        Assert.Equal("/list?page=1", pager.Find("[rel=prev]").GetAttribute("href"));
        Assert.Equal("/list?page=3", pager.Find("[rel=next]").GetAttribute("href"));
    }

    [Fact]
    public void One_page_needs_no_pager() => Assert.Empty(Show(1, 1).Markup.Trim());

    private IRenderedComponent<Pager> Show(int page, int pageCount) => Render<Pager>(p => p
        .Add(w => w.Page, page)
        .Add(w => w.PageCount, pageCount)
        .Add(w => w.HrefFor, number => $"/list?page={number}"));
}

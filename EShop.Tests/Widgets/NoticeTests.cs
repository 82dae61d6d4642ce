using Bunit;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class NoticeTests : WidgetTest
{
    [Theory]
    [InlineData(Tone.Success, "status")]
    [InlineData(Tone.Info, "status")]
    [InlineData(Tone.Warning, "alert")]
    [InlineData(Tone.Danger, "alert")]
    public void What_needs_attention_interrupts_a_screen_reader(Tone tone, string role)
    {
        var notice = Render<Notice>(p => p.Add(w => w.Tone, tone).AddChildContent("Your cart has changed."));
        Assert.Equal("Your cart has changed.", notice.Find($"[role={role}]").TextContent.Trim());
    }

    [Fact]
    public void An_empty_list_has_one_way_on()
    {
        var empty = Render<EmptyState>(p => p
            .Add(w => w.Title, "Your cart is empty")
            .Add(w => w.ActionText, "See what is new").Add(w => w.ActionHref, "/"));
        Assert.Equal("Your cart is empty", empty.Find("h2").TextContent);
        Assert.Equal("/", empty.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void The_last_crumb_is_the_page_itself()
    {
        var crumbs = Render<Breadcrumbs>(p => p
            .Add(w => w.Items, [new("Shoes", "/category/shoes"), new("Canvas shoe")]));
        Assert.Equal("Canvas shoe", crumbs.Find("[aria-current=page]").TextContent);
        Assert.Equal("Shoes", Assert.Single(crumbs.FindAll("a")).TextContent);
    }

    [Fact]
    public void A_chip_says_its_state_in_words()
    {
        var chip = Render<StatusChip>(p => p.Add(w => w.Text, "Paid").Add(w => w.Tone, Tone.Success)).Find(".chip");
        Assert.Equal("Paid", chip.TextContent);
        Assert.Contains("success", chip.ClassList);
    }

    [Fact]
    public void A_button_sends_its_form()
    {
        var button = Render<SubmitButton>(p => p
            .Add(w => w.Name, "act").Add(w => w.Value, "cancel").Add(w => w.Look, ButtonLook.Danger)
            .AddChildContent("Cancel order")).Find("button");
        Assert.Equal(("submit", "act", "cancel"),
            (button.GetAttribute("type"), button.GetAttribute("name"), button.GetAttribute("value")));
        Assert.Equal("btn danger", button.ClassName);
    }
}

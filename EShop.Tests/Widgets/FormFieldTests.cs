using Bunit;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class FormFieldTests : WidgetTest
{
    [Fact]
    public void A_text_field_keeps_what_was_typed_and_says_what_is_wrong_with_it()
    {
        var field = Render<FormText>(p => p
            .Add(w => w.Name, "Form.Email").Add(w => w.Label, "E-mail").Add(w => w.Value, "li@example")
            .Add(w => w.Type, "email").Add(w => w.Autocomplete, "email")
            .Add(w => w.Hint, "For the order's mails").Add(w => w.Error, "Its ending is missing"));

        var input = field.Find("input");
        Assert.Equal("Form.Email", input.GetAttribute("name"));
        Assert.Equal("li@example", input.GetAttribute("value"));
        Assert.Equal("email", input.GetAttribute("autocomplete"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
        var described = input.GetAttribute("aria-describedby")!.Split(' ')
            .Select(id => field.Find("#" + id).TextContent);
        Assert.Equal(["Its ending is missing", "For the order's mails"], described);
    }

    [Fact]
    public void A_field_in_order_is_described_by_nothing()
    {
        var input = Render<FormText>(p => p.Add(w => w.Name, "Form.Name").Add(w => w.Label, "Name")).Find("input");
        Assert.False(input.HasAttribute("aria-describedby"));
        Assert.False(input.HasAttribute("aria-invalid"));
        Assert.True(input.HasAttribute("required"));
    }

    [Fact]
    public void What_may_be_left_out_says_so()
    {
        var field = Render<FormText>(p => p
            .Add(w => w.Name, "Form.Note").Add(w => w.Label, "Note").Add(w => w.Required, false).Add(w => w.Rows, 3)
            .Add(w => w.Value, "Ring twice"));
        Assert.Contains("optional", field.Find("label").TextContent, StringComparison.Ordinal);
        Assert.Equal("Ring twice", field.Find("textarea").TextContent);
        Assert.False(field.Find("textarea").HasAttribute("required"));
    }

    [Fact]
    public void A_password_is_never_sent_back()
    {
        var field = Render<FormPassword>(p => p.Add(w => w.Name, "Form.Password").Add(w => w.Label, "Password"));
        var input = field.Find("input");
        Assert.Equal("password", input.GetAttribute("type"));
        Assert.False(input.HasAttribute("value"));
        Assert.Equal(input.Id, field.Find("button").GetAttribute("data-show"));
        Assert.Equal("button", field.Find("button").GetAttribute("type"));
    }

    [Fact]
    public void A_select_keeps_the_choice()
    {
        var field = Render<FormSelect>(p => p
            .Add(w => w.Name, "Form.Size").Add(w => w.Label, "Size").Add(w => w.Value, "m").Add(w => w.Prompt, "Choose")
            .Add(w => w.Options, [new("s", "Small"), new("m", "Medium"), new("l", "Large", Disabled: true)]));
        Assert.Equal("Medium", field.Find("option[selected]").TextContent);
        Assert.Equal("Large", field.Find("option[disabled]").TextContent);
        Assert.Equal(4, field.FindAll("option").Count);
    }

    [Fact]
    public void A_ticked_box_posts_true()
    {
        var box = Render<FormCheck>(p => p
            .Add(w => w.Name, "Form.Keep").Add(w => w.Label, "Stay signed in").Add(w => w.Checked, true)).Find("input");
        Assert.True(box.HasAttribute("checked"));
        Assert.Equal("true", box.GetAttribute("value"));
    }

    [Fact]
    public void A_quantity_has_its_bounds()
    {
        var input = Render<QuantityInput>(p => p
            .Add(w => w.Name, "Form.Quantity").Add(w => w.Value, 2).Add(w => w.Max, 5)).Find("input");
        Assert.Equal(("1", "5"), (input.GetAttribute("min"), input.GetAttribute("max")));
        Assert.Equal("2", input.GetAttribute("value"));
        Assert.Equal("Quantity", input.GetAttribute("aria-label"));
    }

    [Fact]
    public void The_summary_leads_to_each_field()
    {
        var errors = new FormErrors();
        errors.Add("", "The coupon has just run out.");
        errors.Add("Form.Email", "Its ending is missing");
        errors.Add("Form.Email", "And more");
        var summary = Render<ErrorSummary>(p => p.Add(w => w.Errors, errors));
        Assert.Equal("The coupon has just run out.", summary.Find("[role=alert] p").TextContent);
        var link = Assert.Single(summary.FindAll("a"));
        Assert.Equal("Its ending is missing", link.TextContent);
        Assert.EndsWith("#f-Form-Email", link.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_errors_there_is_no_summary() =>
        Assert.Empty(Render<ErrorSummary>(p => p.Add(w => w.Errors, new FormErrors())).Markup.Trim());
}

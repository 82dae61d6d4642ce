using EShop.Tests.Widgets;
using EShop.Web.Admin;
using EShop.Web.Widgets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace EShop.Tests.Admin;

public sealed class TrailNoteTests : WidgetTest
{
    [Theory]
    [InlineData("en", "order.refund", "left 187900", "CN¥1,879.00 left to refund")]
    [InlineData("zh", "order.refund", "left 187900", "可退余额 ¥1,879.00")]
    [InlineData("en", "order.refund", "refunded 10000, sku 3 x 2 back in stock, sku 14 x 1",
        "refunded CN¥100.00\nvariant 3 × 2, back in stock\nvariant 14 × 1, not to be sold again")]
    [InlineData("zh", "order.refund", "refunded 10000, sku 3 x 2 back in stock",
        "退款 ¥100.00\n规格 3 × 2，已重新入库")]
    [InlineData("zh", "order.ship", "Shipped: SF 1, and (two)", "已发货：SF 1, and (two)")]
    [InlineData("zh", "order.ship", "Paid", "已付款")]
    [InlineData("zh", "refund.decline", "asked for", "顾客申请退款")]
    [InlineData("en", "refund.retry", "10000 asked for again", "CN¥100.00 asked for again")]
    [InlineData("zh", "stock.change", "7 (WrittenOff: wet)", "7（报损：wet）")]
    [InlineData("zh", "product.import", "created 1, updated 2, unchanged 3, rejected 4",
        "新建：1\n更新：2\n未变：3\n未导入：4")]
    public void Staff_reads_what_was_done_in_words_and_money(string language, string action, string note, string told)
    {
        Speak(language);

        Assert.Equal((told, ""), Note.Of(action, note, ""));
    }

    [Fact]
    public void What_it_does_not_know_stays_as_it_was_written() =>
        Assert.Equal(("left 99 sheep", "{\"Name\":"), Note.Of("order.refund", "left 99 sheep", "{\"Name\":"));

    [Fact]
    public void An_answer_to_a_shopper_is_not_translated() =>
        Assert.Equal(("refund asked for", "Closed"), Note.Of("refund.decline", "asked for", "Closed"));

    private TrailNote Note => new(
        Services.GetRequiredService<IStringLocalizer<AdminWords>>(), Services.GetRequiredService<MoneyFormat>());
}

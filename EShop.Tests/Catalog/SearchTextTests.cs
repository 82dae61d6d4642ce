using EShop.Core.Catalog;
using EShop.Core.Catalog.Browse;

namespace EShop.Tests.Catalog;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("ＡＢＣ１２", "abc12")]
    [InlineData("Café  Crème", "cafe creme")]
    [InlineData("  T-Shirt/blue ", "t shirt blue")]
    [InlineData("轻云缓震跑步鞋！", "轻云缓震跑步鞋")]
    [InlineData("\uD800broken", "broken")]
    [InlineData("%%%_", "")]
    public void Texts_fold_to_one_form(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public void A_pattern_means_its_signs_literally() => Assert.Equal(@"%50\%\_a\\%", SearchText.Anywhere(@"50%_a\"));

    [Fact]
    public void What_is_looked_for_is_cut_to_64_characters_and_8_words()
    {
        Assert.Equal(64, SearchText.Cut(new string('x', 10_000)).Length);
        Assert.Equal(8, SearchText.Words("a b c d e f g h i j").Count);
        Assert.Empty(SearchText.Words("\0\0 ';-- %"));
    }

    [Theory]
    [InlineData("shoes", "sheos", 1)]
    [InlineData("headphones", "headphnes", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("a", "abcdef", 3)]
    public void Slips_are_counted_up_to_a_bound(string typed, string word, int slips) =>
        Assert.Equal(slips, WordParts.Slips(typed, word, 2));

    [Theory]
    [InlineData("Red Cotton Tee", "red-cotton-tee")]
    [InlineData("蓝色 连衣裙", "蓝色-连衣裙")]
    public void Handles_come_from_names(string name, string handle)
    {
        Assert.Equal(handle, Handles.Of(name, 80));
        Assert.True(Handles.IsOne(handle));
    }

    [Fact]
    public void Long_codes_stay_within_bounds_and_apart()
    {
        var (one, two) = (Handles.CodeOf(new string('a', 90), ["S"]), Handles.CodeOf(new string('a', 90), ["M"]));
        Assert.Equal((64, 64), (one.Length, two.Length));
        Assert.NotEqual(one, two);
    }

    [Theory]
    [InlineData("<p>Hi<script>alert(1)</script></p>", "<p>Hi</p>")]
    [InlineData("<p style=\"color:red\" onclick=\"x()\" class=\"a\">Hi</p>", "<p>Hi</p>")]
    [InlineData("<img src=x onerror=alert(1)>Hi", "Hi")]
    [InlineData("<section><h1>Big</h1><b>Hi</b></section>", "Big<b>Hi</b>")]
    [InlineData("<a href=\"data:text/html,x\">a</a><a href=\"/x\">b</a>", "a b")]
    [InlineData("<svg><script>x</script></svg>", "")]
    public void Html_is_made_safe(string html, string safe)
    {
        var clean = SafeHtml.Clean(html);
        if (safe == "a b")
            Assert.DoesNotContain("href", clean, StringComparison.Ordinal);
        else
            Assert.Equal(safe, clean);
    }
}

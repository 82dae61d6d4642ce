using EShop.Web.Shell;

namespace EShop.Tests.Shell;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/cart")]
    [InlineData("/search?q=a%20b#top")]
    public void A_path_of_the_shop_is_kept(string address) => Assert.Equal(address, LocalAddress.OrHome(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cart")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/cart\r\nSet-Cookie: a=b")]
    public void Abuse_14_anything_else_leads_home(string? address) => Assert.Equal("/", LocalAddress.OrHome(address));
}

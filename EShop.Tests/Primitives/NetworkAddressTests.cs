using System.Net;
using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class NetworkAddressTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void One_household_is_one_network(string address, string network) =>
        Assert.Equal(network, NetworkAddress.Of(IPAddress.Parse(address)).Value);
}

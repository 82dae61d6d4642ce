using System.Security.Cryptography;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using EShop.Web.Shell;

namespace EShop.Tests.Payments.Gateways;

/// <summary>A browser follows a form only to where the policy of the page lets it: the shop, and the pay pages of its
/// providers.</summary>
public sealed class PayOriginsTests
{
    [Fact]
    public void The_origin_of_a_provider_s_pay_page_and_no_more_is_let_through()
    {
        using var key = RSA.Create(1024);
        var alipay = new AlipayShapedGateway(
            new AlipayAccount(
                new Uri("https://pay.example:8443/gateway.do?charset=utf-8"), new Uri("https://shop.example/"), "app",
                "seller", key, key),
            TimeProvider.System);

        var origins = new PaymentGateways([alipay]).PayOrigins;

        Assert.Equal(["https://pay.example:8443"], origins);
        var policy = SecurityHeaders.PolicyWith(origins);
        Assert.Contains("; form-action 'self' https://pay.example:8443; ", policy, StringComparison.Ordinal);
        Assert.Equal(1, policy.Split("https://").Length - 1);
    }

    [Fact]
    public async Task The_sandbox_s_page_is_the_shop_s_own()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        Assert.Equal([], shop.Get<PaymentGateways>().PayOrigins);
        Assert.Contains("; form-action 'self'; ", SecurityHeaders.PolicyWith([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://pay.example/gateway.do")]
    [InlineData("https://pay.example/;script-src *")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://me@pay.example/")]
    [InlineData("/pay")]
    public void What_is_no_origin_stops_the_shop_and_is_named(string origin)
    {
        var gateways = new PaymentGateways([new Odd(new Uri(origin, UriKind.RelativeOrAbsolute))]);

        var error = Assert.Throws<InvalidOperationException>(() => gateways.PayOrigins);

        Assert.StartsWith("odd names no origin", error.Message, StringComparison.Ordinal);
    }

    private sealed class Odd(Uri origin) : IPaymentGateway
    {
        public string Name => "odd";

        public IReadOnlyList<Uri> PayOrigins => [origin];

        public string Taken => "";

        public Task<Uri> StartAsync(PaymentStart start, CancellationToken ct) => throw new NotSupportedException();

        public CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now) =>
            throw new NotSupportedException();

        public Task<TradeAnswer> QueryAsync(OrderNumber order, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<TradeAnswer> CloseAsync(OrderNumber order, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<RefundVerdict> RefundAsync(RefundCall refund, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}

using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Api;

/// <summary>One walk through the whole API, and each answer held against the document.</summary>
public sealed class AnswersFitTests
{
    [Fact]
    public async Task Every_operation_answers_as_the_document_promises()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var walk = new Walk(site, await DocumentShape.ReadAsync(site));
        using var client = walk.Client;
        var shopper = await site.Shop.ShopperAsync();
        var (sku, coupon) = (await site.Shop.SkuAsync(stock: 9), await site.Shop.CouponAsync(total: 9));

        var tokens = await walk.SignInAsync(await site.EmailAsync(shopper.AccountId));
        await walk.CallAsync("POST /sign-in/renewals", "sign-in/renewals", new { refreshToken = tokens });
        await walk.CallAsync("POST /sign-in/renewals", "sign-in/renewals", new { refreshToken = "x" });
        await walk.CallAsync("GET /categories", "categories");
        var products = await walk.CallAsync("GET /products", "products?q=");
        await walk.CallAsync("GET /products", "products?page=x");
        var handle = products.Body.GetProperty("products")[0].GetProperty("handle").GetString();
        await walk.CallAsync("GET /products/{handle}", $"products/{handle}");
        await walk.CallAsync("GET /products/{handle}", "products/nonsense");
        await walk.CallAsync("GET /coupons", "coupons");
        await walk.CallAsync("POST /coupons/{id}/claims", $"coupons/{coupon}/claims", key: "a");
        await walk.CallAsync("POST /coupons/{id}/claims", $"coupons/{coupon}/claims", key: "b");
        await walk.CallAsync("POST /coupons/{id}/claims", $"coupons/{coupon}/claims");
        await walk.CallAsync("GET /coupons/mine", "coupons/mine");
        await walk.CallAsync("POST /cart/lines", "cart/lines", new { skuId = sku, quantity = 2 });
        await walk.CallAsync("POST /cart/lines", "cart/lines", new { skuId = sku, quantity = 0 });
        await walk.CallAsync("POST /cart/lines", "cart/lines", "{\"skuId\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}");
        await walk.CallAsync("PUT /cart/lines/{skuId}", $"cart/lines/{sku}", new { quantity = 1 });
        await walk.CallAsync("DELETE /cart/lines/{skuId}", $"cart/lines/{sku}");
        await walk.CallAsync("DELETE /cart/lines/{skuId}", $"cart/lines/{sku}");
        await walk.CallAsync("POST /cart/lines", "cart/lines", new { skuId = sku, quantity = 1 });
        await walk.CallAsync("GET /cart", "cart");
        await walk.CallAsync("GET /checkout", "checkout");
        var order = new { addressId = shopper.AddressId, seenDueMinor = 10_000 };
        await walk.CallAsync("POST /orders", "orders", order with { seenDueMinor = 1 }, "x");
        var placed = await walk.CallAsync("POST /orders", "orders", order, "o");
        var number = placed.Text("number");
        await walk.CallAsync("GET /orders", "orders");
        await walk.CallAsync("GET /orders/{number}", $"orders/{number}");
        await walk.CallAsync(
            "POST /orders/{number}/payments", $"orders/{number}/payments", new { provider = "sandbox" });
        await walk.CallAsync("POST /orders/{number}/receipt", $"orders/{number}/receipt");
        await walk.CallAsync("POST /orders/{number}/cancel", $"orders/{number}/cancel");
        await walk.CallAsync("GET /checkout", "checkout");
        await walk.CallAsync("POST /cart/lines", "cart/lines", new { skuId = sku, quantity = 1 });
        var paid = (await walk.CallAsync("POST /orders", "orders", order, "p")).Text("number");
        await walk.RefundAsync(paid); // not paid yet
        await site.Shop.PayAsync(OrderNumber.Stored(paid), "t1");
        await walk.RefundAsync(paid);
        await walk.CallAsync("POST /sign-out", "sign-out");
        await walk.CallAsync("POST /sign-out", "sign-out");

        walk.AssertFits();
    }

    private sealed class Walk(ShopSite site, DocumentShape shape)
    {
        private readonly List<string> _faults = [];
        private readonly HashSet<string> _done = [];

        public ApiClient Client { get; } = new(site.Address);

        /// <summary>Answers the refresh token.</summary>
        public async Task<string> SignInAsync(string email)
        {
            var answer = await Client.SignInAsync(email, ShopSite.Password);
            Look("POST /sign-in", answer);
            return answer.Text("refreshToken");
        }

        public async Task<ApiAnswer> CallAsync(string operation, string path, object? body = null, string? key = null)
        {
            var answer = await Client.SendAsync(new HttpMethod(operation.Split(' ')[0]), path, body, key);
            Look(operation, answer);
            return answer;
        }

        public async Task RefundAsync(string order)
        {
            var path = $"orders/{order}/refund-request";
            await CallAsync("PUT /orders/{number}/refund-request", path, new { }, "r");
            await CallAsync("PUT /orders/{number}/refund-request", path, new { reason = "It squeaks." });
            await CallAsync("PUT /orders/{number}/refund-request", path, new { reason = "It squeaks." }, "r");
            await CallAsync("GET /orders/{number}/refunds", $"orders/{order}/refunds");
            await CallAsync("DELETE /orders/{number}/refund-request", path);
        }

        public void AssertFits()
        {
            Assert.Equal([], _faults);
            Assert.Equal([], shape.Operations.Except(_done));
        }

        private void Look(string operation, ApiAnswer answer)
        {
            if ((int)answer.Status < 300) _done.Add(operation);
            if (operation.EndsWith("/receipt", StringComparison.Ordinal)) _done.Add(operation); // nothing was sent here
            _faults.AddRange(shape.FaultsOf(operation, answer));
        }
    }
}

using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Tests.Support;

/// <summary>Buying and settling as a test says it.</summary>
internal static class Checkouts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Fills a fresh shopper's cart and presses the button, with the total that the quote shows.</summary>
    public static async Task<(long AccountId, CheckOutResult Result)> BuyAsync(
        this TestShop shop, long skuId, int quantity = 1)
    {
        var (accountId, addressId) = await shop.ShopperAsync();
        await shop.CartAsync(accountId, (skuId, quantity));
        return (accountId, await shop.PlaceAsync((accountId, addressId), RandomToken.New()));
    }

    public static async Task<CheckOutResult> PlaceAsync(
        this TestShop shop, (long AccountId, long AddressId) shopper, string key, long? claimId = null)
    {
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(shopper.AccountId, claimId), Ct);
        return await shop.Get<CheckOut>().ExecuteAsync(
            new CheckOutRequest(shopper.AccountId, key, shopper.AddressId, claimId, "", quote.Total.Due), Ct);
    }

    public static async Task<StockLevel> StockAsync(this TestShop shop, long skuId) =>
        await shop.ReadAsync(db => db.FindAsync<StockLevel>([skuId], Ct).AsTask())
            ?? throw new InvalidOperationException($"SKU {skuId} has no stock level.");

    /// <summary>What the timed jobs do, once each.</summary>
    public static async Task SweepAsync(this TestShop shop)
    {
        await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
        await shop.Get<SettleStockTasks>().ExecuteAsync(Ct);
        await shop.Get<SettleCouponTasks>().ExecuteAsync(Ct);
        await shop.Get<SettleRefunds>().ExecuteAsync(Ct);
    }

    public static Task<DispatchMessagesResult> DeliverAsync(this TestShop shop) =>
        shop.Get<DispatchMessages>().ExecuteAsync(Ct);

    /// <summary>The provider's signed callback that an order was paid; by default what is due.</summary>
    public static async Task<ReceivePaymentStatus> PayAsync(
        this TestShop shop, OrderNumber number, string tradeId, long? amountMinor = null)
    {
        var due = await shop.ReadAsync(async db => (await db.FindAsync<Order>([number.Text], Ct))?.DueMinor ?? 1);
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new SandboxCallback(
                tradeId, number.Text, amountMinor ?? due, "CNY", SandboxGateway.PaidStatus, shop.Now),
            SandboxGateway.Json);
        var envelope = new CallbackEnvelope(body, "application/json", shop.Get<SandboxSigner>().Sign(body));
        return (await shop.Get<ReceivePayment>().ExecuteAsync(new("sandbox", envelope), Ct)).Status;
    }
}

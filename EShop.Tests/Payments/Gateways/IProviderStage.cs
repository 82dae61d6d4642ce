using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments.Gateways;

/// <summary>A provider that really answers, with its gateway and a shopper who can be told what to do.</summary>
internal interface IProviderStage : IAsyncDisposable
{
    IPaymentGateway Gateway { get; }

    DateTimeOffset Now { get; }

    /// <summary>The shopper's browser goes to the provider's page.</summary>
    Task OpenAsync(Uri payAt);

    /// <summary>The shopper pays there, and the shop is called back. False: the provider takes no money.</summary>
    Task<bool> PayAsync(OrderNumber order);

    /// <summary>The next callback, as it came over HTTP.</summary>
    Task<CallbackEnvelope> CallbackAsync();

    /// <summary>What the provider's own books say went back of a payment.</summary>
    Task<long> RefundedAsync(string providerId);
}

internal sealed class SandboxStage : IProviderStage
{
    private readonly CallbackBox _box;
    private readonly TestShop _shop;

    private SandboxStage(CallbackBox box, TestShop shop) => (_box, _shop) = (box, shop);

    public IPaymentGateway Gateway => _shop.Get<IPaymentGateway>();

    public DateTimeOffset Now => _shop.Now;

    public static async Task<IProviderStage> CreateAsync(Store store)
    {
        var box = new CallbackBox(_ => Task.FromResult("success"));
        var shop = await TestShop.CreateAsync(store, o => o.Settings["Shop:PublicUrl"] = box.Address.ToString());
        return new SandboxStage(box, shop);
    }

    // The sandbox opens the trade when it is asked for its page.
    public Task OpenAsync(Uri payAt) => Task.CompletedTask;

    public async Task<bool> PayAsync(OrderNumber order)
    {
        var tradeId = await _shop.ReadAsync(db => db.Set<SandboxTrade>()
            .Where(t => t.OrderNumber == order.Text).Select(t => t.Id).SingleAsync());
        var status = await _shop.Get<PaySandboxTrade>().ExecuteAsync(
            new PaySandboxTradeRequest(tradeId), TestContext.Current.CancellationToken);
        await _shop.DeliverAsync();
        return status == PaySandboxTradeStatus.Paid;
    }

    public Task<CallbackEnvelope> CallbackAsync() => _box.NextAsync();

    public Task<long> RefundedAsync(string providerId) => _shop.ReadAsync(db => db.Set<SandboxTrade>()
        .Where(t => t.Id == providerId).Select(t => t.RefundedMinor).SingleAsync());

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _box.DisposeAsync();
    }
}

internal sealed class AlipayShapedStage : IProviderStage
{
    private static readonly HttpClient Browser = new();
    private readonly CallbackBox _box = new(_ => Task.FromResult("success"));
    private readonly AlipayShapedServer _server = new();

    public AlipayShapedStage() => Gateway = new AlipayShapedGateway(
        new AlipayAccount(
            _server.Gateway, _box.Address, _server.AppId, _server.SellerId, _server.ShopKey, _server.Key),
        TimeProvider.System);

    public IPaymentGateway Gateway { get; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task OpenAsync(Uri payAt)
    {
        using var answer = await Browser.GetAsync(payAt);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<bool> PayAsync(OrderNumber order) => await _server.PayAsync(order.Text) is not null;

    public Task<CallbackEnvelope> CallbackAsync() => _box.NextAsync();

    public Task<long> RefundedAsync(string providerId) => Task.FromResult(_server.RefundedMinor(providerId));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _box.DisposeAsync();
    }
}

using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EShop.Tests.Payments;

/// <summary>The sandbox behind a wire that a test can cut, and steps at which it can do something else first.</summary>
internal sealed class GatewayFaults
{
    private int _asked;

    /// <summary>The provider gives no answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>The provider does what it is asked, and its answer is lost.</summary>
    public bool IsAnswerLost { get; set; }

    /// <summary>The provider refuses to send money back.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Done before the provider is asked to close a payment.</summary>
    public Func<OrderNumber, Task> BeforeCloseAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done when the provider has closed a payment, before the shop learns of it.</summary>
    public Func<OrderNumber, Task> AfterCloseAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done when the provider has opened a payment, before the shop learns of it.</summary>
    public Func<OrderNumber, Task> AfterStartAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>How often the provider was asked for anything.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<(TestShop Shop, GatewayFaults Faults)> ShopAsync(
        Store store, Action<TestShopOptions>? configure = null)
    {
        var faults = new GatewayFaults();
        var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Services = services =>
            {
                services.RemoveAll<IPaymentGateway>();
                services.AddSingleton<SandboxGateway>();
                services.AddSingleton<IPaymentGateway>(
                    provider => new Wire(faults, provider.GetRequiredService<SandboxGateway>()));
            };
            configure?.Invoke(options);
        });
        return (shop, faults);
    }

    private async Task<T> PassAsync<T>(Func<Task<T>> ask)
    {
        Interlocked.Increment(ref _asked);
        if (IsAway) throw new HttpRequestException("The provider does not answer.");
        var answer = await ask();
        return IsAnswerLost ? throw new HttpRequestException("The provider's answer was lost.") : answer;
    }

    private sealed class Wire(GatewayFaults faults, SandboxGateway inner) : IPaymentGateway
    {
        public string Name => inner.Name;

        public IReadOnlyList<Uri> PayOrigins => inner.PayOrigins;

        public string Taken => inner.Taken;

        public Task<Uri> StartAsync(PaymentStart start, CancellationToken ct) => faults.PassAsync(async () =>
        {
            var payAt = await inner.StartAsync(start, ct);
            await faults.AfterStartAsync(start.Order);
            return payAt;
        });

        public CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now) => inner.Read(envelope, now);

        public Task<TradeAnswer> QueryAsync(OrderNumber order, CancellationToken ct) =>
            faults.PassAsync(() => inner.QueryAsync(order, ct));

        public Task<TradeAnswer> CloseAsync(OrderNumber order, CancellationToken ct) => faults.PassAsync(async () =>
        {
            await faults.BeforeCloseAsync(order);
            var answer = await inner.CloseAsync(order, ct);
            await faults.AfterCloseAsync(order);
            return answer;
        });

        public Task<RefundVerdict> RefundAsync(RefundCall refund, CancellationToken ct) =>
            faults.PassAsync(() => faults.IsRefusing
                ? Task.FromResult(RefundVerdict.Refused)
                : inner.RefundAsync(refund, ct));
    }
}

using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Payments.Gateways;

public sealed class SandboxOnSqliteTests : PaymentGatewayContract
{
    private protected override Task<IProviderStage> StageAsync() => SandboxStage.CreateAsync(Store.Sqlite);
}

public sealed class SandboxOnPostgresTests : PaymentGatewayContract
{
    private protected override Task<IProviderStage> StageAsync() => SandboxStage.CreateAsync(Store.Postgres);
}

public sealed class AlipayShapedGatewayTests : PaymentGatewayContract
{
    private protected override Task<IProviderStage> StageAsync() =>
        Task.FromResult<IProviderStage>(new AlipayShapedStage());
}

/// <summary>What the shop takes for granted of every payment provider, against one that really answers.</summary>
public abstract class PaymentGatewayContract
{
    private const long DueMinor = 8_805;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract Task<IProviderStage> StageAsync();

    [Fact]
    public async Task A_payment_is_opened_once_and_paid_as_asked()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        Assert.Equal(TradeAnswer.Of(TradeState.Unknown), await stage.Gateway.QueryAsync(order, Ct));

        await OpenAsync(stage, order);
        await OpenAsync(stage, order); // a second press of the button
        Assert.Equal(TradeAnswer.Of(TradeState.Open), await stage.Gateway.QueryAsync(order, Ct));
        Assert.True(await stage.PayAsync(order));
        Assert.False(await stage.PayAsync(order));

        var paid = await stage.Gateway.QueryAsync(order, Ct);
        Assert.Equal(TradeState.Paid, paid.State);
        Assert.Equal((order.Text, DueMinor, "CNY"),
            (paid.Payment!.OrderNumber, paid.Payment.AmountMinor, paid.Payment.Currency));
        Assert.True(paid.Payment.Fits);
    }

    [Fact]
    public async Task A_callback_tells_what_a_query_tells_and_counts_by_its_signature()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        await OpenAsync(stage, order);
        await stage.PayAsync(order);
        var callback = await stage.CallbackAsync();

        var reading = stage.Gateway.Read(callback, stage.Now);
        Assert.Equal(CallbackVerdict.Paid, reading.Verdict);
        Assert.Equal((await stage.Gateway.QueryAsync(order, Ct)).Payment, reading.Payment);
        Assert.Equal(CallbackVerdict.Stale, stage.Gateway.Read(callback, stage.Now.AddHours(1)).Verdict);
        // Whichever byte of the payment is changed, it is no longer the provider's word.
        var text = callback.Body.ToArray();
        var forged = stage.Gateway.Read(callback with { Body = Changed(text, order.Text) }, stage.Now);
        Assert.Equal(CallbackVerdict.Forged, forged.Verdict);
        Assert.Equal(CallbackVerdict.Forged,
            stage.Gateway.Read(callback with { Body = text.Concat(text).ToArray() }, stage.Now).Verdict);
    }

    [Fact]
    public async Task What_is_closed_takes_no_money()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        Assert.Equal(TradeAnswer.Of(TradeState.Unknown), await stage.Gateway.CloseAsync(order, Ct));
        await OpenAsync(stage, order);

        Assert.Equal(TradeAnswer.Of(TradeState.Closed), await stage.Gateway.CloseAsync(order, Ct));
        Assert.Equal(TradeAnswer.Of(TradeState.Closed), await stage.Gateway.CloseAsync(order, Ct));
        Assert.False(await stage.PayAsync(order));

        Assert.Equal(TradeAnswer.Of(TradeState.Closed), await stage.Gateway.QueryAsync(order, Ct));
    }

    [Fact]
    public async Task Closing_what_was_paid_meanwhile_says_so()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        await OpenAsync(stage, order);
        await stage.PayAsync(order);

        var closed = await stage.Gateway.CloseAsync(order, Ct);

        Assert.Equal(TradeState.Paid, closed.State);
        Assert.Equal(await stage.Gateway.QueryAsync(order, Ct), closed);
    }

    [Fact]
    public async Task Money_goes_back_in_parts_once_for_each_key_and_never_more_than_was_paid()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        await OpenAsync(stage, order);
        await stage.PayAsync(order);
        var paid = (await stage.Gateway.QueryAsync(order, Ct)).Payment!;

        async Task<(RefundVerdict, long)> RefundAsync(string key, long minor) => (
            await stage.Gateway.RefundAsync(new RefundCall(paid.ProviderId, key, new Money(minor)), Ct),
            await stage.RefundedAsync(paid.ProviderId));

        Assert.Equal((RefundVerdict.Done, 3_000), await RefundAsync("one", 3_000));
        Assert.Equal((RefundVerdict.Done, 3_000), await RefundAsync("one", 3_000));
        Assert.Equal((RefundVerdict.Refused, 3_000), await RefundAsync("one", 2_000));
        Assert.Equal((RefundVerdict.Done, 8_000), await RefundAsync("two", 5_000));
        Assert.Equal((RefundVerdict.Refused, 8_000), await RefundAsync("three", 806));
        Assert.Equal((RefundVerdict.Done, DueMinor), await RefundAsync("four", 805));
        Assert.Equal((RefundVerdict.Refused, DueMinor), await RefundAsync("five", 1));
        Assert.Equal(RefundVerdict.Refused, await stage.Gateway.RefundAsync(
            new RefundCall("nobody's", "six", new Money(1)), Ct));
        // It stays a payment, whatever went back of it.
        Assert.Equal(TradeAnswer.Paid(paid), await stage.Gateway.QueryAsync(order, Ct));
    }

    [Fact]
    public async Task Of_many_refunds_at_once_each_key_counts_once_and_the_sum_is_bounded()
    {
        await using var stage = await StageAsync();
        var order = OrderNumber.New(stage.Now);
        await OpenAsync(stage, order);
        await stage.PayAsync(order);
        var paid = (await stage.Gateway.QueryAsync(order, Ct)).Payment!;

        // Six keys of 2,000 each, asked twice: four fit.
        var verdicts = await Race.RunAsync(12, i => stage.Gateway.RefundAsync(
            new RefundCall(paid.ProviderId, $"key{i / 2}", new Money(2_000)), Ct));

        Assert.Equal(8, verdicts.Count(v => v == RefundVerdict.Done));
        Assert.Equal(8_000, await stage.RefundedAsync(paid.ProviderId));
    }

    private static async Task OpenAsync(IProviderStage stage, OrderNumber order)
    {
        var payAt = await stage.Gateway.StartAsync(new PaymentStart(
            order, new Money(DueMinor), "CNY", "纸 & 笔", stage.Now.AddMinutes(15),
            new Uri("http://shop.test/orders")), Ct);
        await stage.OpenAsync(payAt);
    }

    private static byte[] Changed(byte[] body, string order)
    {
        var at = body.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(order));
        var changed = body.ToArray();
        changed[at + order.Length - 1] ^= 1;
        return changed;
    }
}

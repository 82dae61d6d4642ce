using System.Text.Json;
using EShop.Core.Carts;
using EShop.Core.Catalog.Manage;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Who and what takes part.</summary>
/// <param name="Shoppers">Each with an address.</param>
internal sealed record Cast(
    IReadOnlyList<(long Account, long Address)> Shoppers, IReadOnlyList<long> Skus, IReadOnlyList<long> Coupons,
    long Admin)
{
    public IReadOnlyList<long> Accounts { get; } = [.. Shoppers.Select(s => s.Account)];

    public long AddressOf(long account) => Shoppers.Single(s => s.Account == account).Address;
}

/// <summary>Does to the real shop, on any of its nodes, what the script says.</summary>
internal sealed class ShopActors(TestShop shop, IReadOnlyList<TestShop.Node> nodes, Cast cast)
{
    private const int SaidAgainMax = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<Done> DoAsync(Deed deed, int node)
    {
        try
        {
            return new Done(deed, node, await AnswerAsync(deed, nodes[node]));
        }
        catch (Exception error) when (error is CommitUnknownException or StoreBusyException
            || DiesSomewhere.IsBehind(error))
        {
            return new Done(deed, node, new Answer(Answer.Unknown));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new Done(deed, node, new Answer(Answer.Unknown) { Unforeseen = error.ToString() });
        }
    }

    private async Task<Answer> AnswerAsync(Deed deed, TestShop.Node node) => deed switch
    {
        Deed.Buy buy => await BuyAsync(buy, node),
        Deed.Price price => await PriceAsync(price, node),
        Deed.Work work => new Answer(await WorkAsync(work.Chore, node)),
        Deed.OfOrder it => new Answer(await DoToOrderAsync(it, node)),
        Deed.Claim it => Of((await node.Get<ClaimCoupon>()
            .ExecuteAsync(new(it.Account, it.Coupon, it.Key), Ct)).Status),
        Deed.Fill it => Of((await node.Get<AddToCart>()
            .ExecuteAsync(new(CartOwner.Account(it.Account), it.Sku, it.Quantity), Ct)).Status),
        Deed.Pay it => Of(await node.Get<PaySandboxTrade>().ExecuteAsync(new(it.TradeId, it.Way), Ct)),
        Deed.Stock it => Of((await node.Get<ChangeStock>().ExecuteAsync(
            new(cast.Admin, it.Sku, it.Difference, StockChangeReason.Corrected, "counted"), Ct)).Status),
        Deed.Change it => Of(await node.Get<ChangeCouponState>()
            .ExecuteAsync(new(cast.Admin, it.Coupon, it.Version, it.To), Ct)),
        Deed.Total it => Of((await node.Get<ChangeCouponTotal>()
            .ExecuteAsync(new(cast.Admin, it.Coupon, it.Version, (int)it.To), Ct)).Status),
        _ => throw new NotSupportedException($"{deed}"),
    };

    private async Task<string> DoToOrderAsync(Deed.OfOrder deed, TestShop.Node node) => deed switch
    {
        Deed.Start it => $"{(await node.Get<StartPayment>()
            .ExecuteAsync(new(it.Account, it.Order, SandboxGateway.ProviderName), Ct)).Status}",
        Deed.Call it => $"{await CallAsync(it, node, node.Get<SandboxSigner>().Sign)}",
        Deed.Forge it => $"{await CallAsync(new(it.Order, it.TradeId, 1), node, _ => new string('0', 64))}",
        Deed.Ask it => $"{await node.Get<AskPayment>().ExecuteAsync(new(it.Account, it.Order), Ct)}",
        Deed.Cancel it => $"{await node.Get<CancelOrder>().ExecuteAsync(new(it.Account, it.Order), Ct)}",
        Deed.Receive it => $"{await node.Get<ConfirmReceipt>().ExecuteAsync(new(it.Account, it.Order), Ct)}",
        Deed.AskRefund it =>
            $"{await node.Get<AskForRefund>()
                .ExecuteAsync(new(it.Account, it.Order, Guid.NewGuid(), "It squeaks."), Ct)}",
        Deed.TakeBack it => $"{await node.Get<TakeBackRefundRequest>().ExecuteAsync(new(it.Account, it.Order), Ct)}",
        Deed.CancelByStaff it => $"{await node.Get<CancelOrderByStaff>().ExecuteAsync(new(cast.Admin, it.Order), Ct)}",
        Deed.CancelPaid it => $"{await node.Get<CancelPaidOrder>().ExecuteAsync(new(cast.Admin, it.Order, ""), Ct)}",
        Deed.Ship it => $"{await node.Get<ShipOrder>().ExecuteAsync(new(cast.Admin, it.Order, "SF 1"), Ct)}",
        Deed.Decline it => $"{await node.Get<DeclineRefund>()
            .ExecuteAsync(new(cast.Admin, it.Order, it.RequestId, "It does not."), Ct)}",
        Deed.Refund it => $"{(await node.Get<RefundOrder>().ExecuteAsync(new(
            cast.Admin, it.Order, it.Key, new Money(it.AmountMinor), it.Goods is { } back ? [back] : [],
            it.RequestId, ""), Ct)).Status}",
        _ => throw new NotSupportedException($"{deed}"),
    };

    private async Task<Answer> BuyAsync(Deed.Buy buy, TestShop.Node node)
    {
        var quote = await node.Get<QuoteCheckout>().ExecuteAsync(new(buy.Account, buy.ClaimId), Ct);
        var bought = await node.Get<CheckOut>().ExecuteAsync(new CheckOutRequest(
            buy.Account, buy.Key, cast.AddressOf(buy.Account), buy.ClaimId, "", quote.Total.Due), Ct);
        return new Answer($"{bought.Status}", bought.Number, quote.Total.Due.Minor)
        {
            SoldOut = (bought.SkuId, bought.Left),
        };
    }

    private async Task<Answer> PriceAsync(Deed.Price price, TestShop.Node node)
    {
        var shown = await node.Get<ShowProductForStaff>().ExecuteAsync(new(cast.Admin, price.Product), Ct);
        var draft = shown.Product!.Draft;
        var dearer = draft with { Skus = [draft.Skus[0] with { Price = new Money(price.PriceMinor) }] };
        return Of((await node.Get<SaveProduct>()
            .ExecuteAsync(new(cast.Admin, price.Product, price.Version, dearer), Ct)).Status);
    }

    private async Task<ReceivePaymentStatus> CallAsync(Deed.Call call, TestShop.Node node, SignBody sign)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new SandboxCallback(
            call.TradeId, call.Order.Text, call.AmountMinor, "CNY", SandboxGateway.PaidStatus, shop.Now),
            SandboxGateway.Json);
        var envelope = new CallbackEnvelope(body, "application/json", sign(body));
        return (await node.Get<ReceivePayment>().ExecuteAsync(new(SandboxGateway.ProviderName, envelope), Ct)).Status;
    }

    private static async Task<string> WorkAsync(Chore chore, TestShop.Node node)
    {
        var failed = 0;
        switch (chore)
        {
            case Chore.Deliver: await node.Get<DispatchMessages>().ExecuteAsync(Ct); break;
            case Chore.DeliverAgain: await SayAgainAsync(node.Get<ShopStore>()); goto case Chore.Deliver;
            case Chore.SettleStock: failed = (await node.Get<SettleStockTasks>().ExecuteAsync(Ct)).Failed; break;
            case Chore.SettleCoupons: failed = (await node.Get<SettleCouponTasks>().ExecuteAsync(Ct)).Failed; break;
            case Chore.CloseOverdue: failed = (await node.Get<CloseOverdueOrders>().ExecuteAsync(Ct)).Failed; break;
            case Chore.SettleRefunds: await node.Get<SettleRefunds>().ExecuteAsync(Ct); break;
            case Chore.AskProviders: await node.Get<AskProviders>().ExecuteAsync(Ct); break;
            default: throw new NotSupportedException($"{chore}");
        }

        return failed == 0 ? "Worked" : Answer.PartlyFailed;
    }

    /// <summary>As if whoever delivered the last messages had died before writing that down.</summary>
    private static Task SayAgainAsync(ShopStore store) => store.WriteAsync(async db =>
    {
        var last = await db.Set<OutboxMessage>().Where(m => m.State == MessageState.Done)
            .OrderByDescending(m => m.DoneAt).ThenByDescending(m => m.Id).Take(SaidAgainMax).Select(m => m.Id)
            .ToListAsync(Ct);
        await db.Set<OutboxMessage>().Where(m => last.Contains(m.Id) && m.State == MessageState.Done)
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, MessageState.Waiting)
                .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), Ct);
    }, Ct);

    private static Answer Of<T>(T status) where T : struct, Enum => new($"{status}");

    private delegate string SignBody(ReadOnlySpan<byte> body);
}

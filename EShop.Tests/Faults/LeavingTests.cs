using System.Data.Common;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Faults;

/// <summary>The shopper's connection ends in the middle of a checkout.</summary>
public sealed class LeavingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F37_Whoever_leaves_in_the_middle_has_the_order_and_finds_it_by_its_key(Store store)
    {
        using var leaving = new CancellationTokenSource();
        var door = new LeaveAt("update stock_levels", leaving);
        await using var shop = await TestShop.CreateAsync(store, options => options.Interceptors.Add(door));
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, addressId) = await shop.ShopperAsync();
        await shop.CartAsync(accountId, (skuId, 1));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);
        var request = new CheckOutRequest(accountId, RandomToken.New(), addressId, null, "", quote.Total.Due);
        door.IsArmed = true;

        var first = await shop.Get<CheckOut>().ExecuteAsync(request, leaving.Token);

        Assert.True(leaving.IsCancellationRequested);
        Assert.Equal(CheckOutStatus.Placed, first.Status);
        var again = await shop.Get<CheckOut>().ExecuteAsync(request, Ct);
        Assert.Equal((CheckOutStatus.AlreadyPlaced, first.Number), (again.Status, again.Number));
        Assert.Equal(1, (await shop.StockAsync(skuId)).Locked);
        await shop.AuditAsync();
    }

    private sealed class LeaveAt(string statement, CancellationTokenSource leaving) : DbCommandInterceptor
    {
        public bool IsArmed { get; set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            if (IsArmed && command.CommandText.Contains(statement, StringComparison.OrdinalIgnoreCase))
                await leaving.CancelAsync();
            return result;
        }
    }
}

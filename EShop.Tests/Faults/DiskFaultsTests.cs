using System.Data.Common;
using System.Globalization;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Faults;

/// <summary>There is no room left for the database.</summary>
public sealed class DiskFaultsTests
{
    private const int Shoppers = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F44_Without_room_writes_say_so_reads_go_on_and_the_same_key_works_when_there_is_room()
    {
        var disk = new FullDisk();
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Interceptors.Add(disk));
        var skuId = await shop.SkuAsync(stock: Shoppers);
        var requests = new List<CheckOutRequest>();
        for (var i = 0; i < Shoppers; i++) requests.Add(await RequestAsync(shop, skuId));
        disk.IsFull = true;

        // What is free inside the file is used up first.
        var (placed, refused) = (0, (CheckOutRequest?)null);
        foreach (var request in requests)
        {
            var answer = await shop.Get<CheckOut>().ExecuteAsync(request, Ct);
            if (answer.Status == CheckOutStatus.Placed) placed++;
            else
            {
                Assert.Equal(CheckOutStatus.Busy, answer.Status);
                refused = request;
                break;
            }
        }

        Assert.NotNull(refused);
        Assert.Equal(placed, await shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(refused.AccountId, null), Ct);
        Assert.Equal(refused.SeenDue, quote.Total.Due); // reads go on
        var failure = await Record.ExceptionAsync(() => shop.Get<ShopStore>().WriteAsync(
            db => db.Database.ExecuteSqlRawAsync("create table more as select randomblob(9000) as it", Ct), Ct));
        Assert.Equal(13, Assert.IsType<SqliteException>(
            Assert.IsType<StoreBusyException>(failure).InnerException).SqliteErrorCode);

        disk.IsFull = false;
        Assert.Equal(CheckOutStatus.Placed, (await shop.Get<CheckOut>().ExecuteAsync(refused, Ct)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(2)); // what was taken for nobody is back
        await shop.SweepAsync();
        await shop.SettleMessagesAsync();
        var stock = await shop.StockAsync(skuId);
        Assert.Equal((Shoppers - placed - 1L, placed + 1L), (stock.Available, stock.Locked));
        await shop.AuditAsync();
    }

    private static async Task<CheckOutRequest> RequestAsync(TestShop shop, long skuId)
    {
        var (accountId, addressId) = await shop.ShopperAsync();
        await shop.CartAsync(accountId, (skuId, 1));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);
        return new CheckOutRequest(accountId, RandomToken.New(), addressId, null, "", quote.Total.Due);
    }

    /// <summary>SQLite itself says that there is no room, as when the system says so: the file may not grow.</summary>
    private sealed class FullDisk : DbConnectionInterceptor
    {
        private const long PagesMax = 1_073_741_823;

        public bool IsFull { get; set; }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture, $"pragma max_page_count={(IsFull ? 1 : PagesMax)}");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

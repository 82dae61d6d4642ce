using EShop.Core.Audit;
using EShop.Core.Catalog.Manage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Staff;

public sealed class TrailTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What cannot be written down is not done: the change and its row of the trail are one transaction.
    /// </summary>
    [Theory, EachStore]
    public async Task Abuse_66_a_change_whose_trail_cannot_be_written_is_not_made(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(new NoTrail()));
        var (admin, sku) = (await shop.AdminAsync(), await shop.SkuAsync(5));
        var request = new ChangeStockRequest(admin, sku, 7, StockChangeReason.Received, "");

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() =>
            shop.Get<ChangeStock>().ExecuteAsync(request, Ct));

        Assert.Equal(5L, (await shop.StockAsync(sku)).Available);
        Assert.Empty(await shop.TrailAsync());
        await shop.AuditAsync();
    }

    private sealed class NoTrail : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<StaffAction>().Any(e => e.State == EntityState.Added))
                throw new InvalidOperationException("The trail is full.");
            return ValueTask.FromResult(result);
        }
    }
}

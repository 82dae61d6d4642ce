using System.Data.Common;
using EShop.Core.Books;
using EShop.Core.Catalog;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Storage;

public sealed class ShopStoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task What_was_written_is_read_back_the_same(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var at = shop.Now.AddMilliseconds(123);

        await shop.Get<ShopStore>().WriteAsync(async db =>
        {
            db.Add(NewCategory("茶", new LocalizedText("Tea & cups", "茶與杯 🍵")));
            db.Add(new BookCheck { At = at, IsClean = true, TookMs = long.MaxValue, LinesJson = "[]" });
            await Task.CompletedTask;
        }, Ct);

        var (category, check) = await shop.Get<ShopStore>().ReadAsync(
            async db => (await db.Set<Category>().SingleAsync(Ct), await db.Set<BookCheck>().SingleAsync(Ct)), Ct);
        Assert.Equal(("茶", new LocalizedText("Tea & cups", "茶與杯 🍵")), (category.Handle, category.Name));
        Assert.Equal((at, true, long.MaxValue), (check.At, check.IsClean, check.TookMs));
    }

    [Theory, EachStore]
    public async Task Times_compare_and_sort_in_the_store(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.Get<ShopStore>().WriteAsync(db =>
        {
            foreach (var minute in new[] { 3, 1, 2 })
            {
                var at = shop.Now.AddMinutes(minute);
                db.Add(new BookCheck { At = at, IsClean = true, TookMs = minute, LinesJson = "" });
            }
            return Task.CompletedTask;
        }, Ct);

        var since = shop.Now.AddMinutes(2).ToOffset(TimeSpan.FromHours(8));
        var found = await shop.Get<ShopStore>().ReadAsync(db => db.Set<BookCheck>()
            .Where(check => check.At >= since).OrderBy(check => check.At)
            .Select(check => check.TookMs).ToListAsync(Ct), Ct);

        Assert.Equal([2, 3], found);
    }

    [Theory, EachStore]
    public async Task A_write_that_throws_leaves_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);

        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Get<ShopStore>().WriteAsync(async db =>
        {
            db.Add(NewCategory("tea"));
            await db.SaveChangesAsync(Ct);
            throw new InvalidOperationException("after the rows were sent");
        }, Ct));

        Assert.Equal(0, await CountCategoriesAsync(shop));
    }

    [Theory, EachStore]
    public async Task An_abandoned_write_answers_and_leaves_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);

        var answer = await shop.Get<ShopStore>().WriteAsync(async db =>
        {
            db.Add(NewCategory("tea"));
            await db.SaveChangesAsync(Ct);
            db.Abandon();
            return "refused";
        }, Ct);

        Assert.Equal("refused", answer);
        Assert.Equal(0, await CountCategoriesAsync(shop));
    }

    [Theory, EachStore]
    public async Task The_second_of_two_with_one_key_is_told_so(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);

        var failures = await Race.RunAsync(10, async _ =>
            await Record.ExceptionAsync(() => WriteCategoryAsync(shop, "tea")));

        Assert.Single(failures, failure => failure is null);
        Assert.All(failures.OfType<Exception>(), failure => Assert.True(StoreErrors.IsDuplicate(failure)));
        Assert.Equal(1, await CountCategoriesAsync(shop));
    }

    [Theory, EachStore]
    public async Task A_constraint_refuses_what_the_code_should_have(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);

        var failure = await Record.ExceptionAsync(() => shop.Get<ShopStore>().WriteAsync(db =>
        {
            db.Add(new StockMovement { SkuId = 1, Quantity = 0, Reason = StockReason.Received, At = shop.Now });
            return Task.CompletedTask;
        }, Ct));

        Assert.True(StoreErrors.IsRefusedByConstraint(failure!), $"{failure}");
    }

    [Theory, EachStore]
    public async Task A_snapshot_sees_one_moment(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await WriteCategoryAsync(shop, "before");

        var (first, second) = await shop.Get<ShopStore>().ReadSnapshotAsync(async db =>
        {
            var earlier = await db.Set<Category>().CountAsync(Ct);
            await WriteCategoryAsync(shop, "during");
            return (earlier, await db.Set<Category>().CountAsync(Ct));
        }, Ct);

        Assert.Equal((1, 1), (first, second));
        Assert.Equal(2, await CountCategoriesAsync(shop));
    }

    [Theory, EachStore]
    public async Task A_commit_without_an_answer_is_unknown_not_failed(Store store)
    {
        var cut = new CutAfterCommit();
        await using var shop = await TestShop.CreateAsync(store, options => options.Interceptors.Add(cut));
        cut.IsArmed = true;

        await Assert.ThrowsAsync<CommitUnknownException>(() => WriteCategoryAsync(shop, "tea"));

        Assert.Equal(1, await CountCategoriesAsync(shop));
    }

    [Fact]
    public async Task Two_transactions_that_block_each_other_both_come_through()
    {
        await using var shop = await TestShop.CreateAsync(Store.Postgres);
        await WriteCategoryAsync(shop, "one");
        await WriteCategoryAsync(shop, "two");
        var bothHoldOne = new CountdownEvent(2);

        await Race.RunAsync(2, async index =>
        {
            var order = index == 0 ? new[] { "one", "two" } : ["two", "one"];
            var attempt = 0;
            await shop.Get<ShopStore>().WriteAsync(async db =>
            {
                await MoveAsync(db, order[0]);
                if (attempt++ == 0) await MeetAsync(bothHoldOne);
                await MoveAsync(db, order[1]);
            }, Ct);
            return attempt;
        });

        var positions = await shop.Get<ShopStore>().ReadAsync(
            db => db.Set<Category>().Select(category => category.Position).ToListAsync(Ct), Ct);
        Assert.Equal([2, 2], positions);
    }

    [Fact]
    public async Task A_file_locked_by_another_process_is_busy_after_a_bounded_wait()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["Storage:BusyWait"] = "00:00:00.2");
        await using var other = new SqliteConnection($"Data Source={shop.DataFolder}/shop.db;Pooling=False");
        await other.OpenAsync(Ct);
        await using (var transaction = other.BeginTransaction())
            await Assert.ThrowsAsync<StoreBusyException>(() => WriteCategoryAsync(shop, "tea"));

        await WriteCategoryAsync(shop, "tea");
        Assert.Equal(1, await CountCategoriesAsync(shop));
    }

    private static Category NewCategory(string handle, LocalizedText? name = null) => new()
    {
        Handle = handle,
        Name = name ?? new LocalizedText("Tea", "茶"),
        Tint = "#ffffff",
        TintDark = "#000000",
    };

    private static Task WriteCategoryAsync(TestShop shop, string handle) => shop.Get<ShopStore>().WriteAsync(db =>
    {
        db.Add(NewCategory(handle));
        return Task.CompletedTask;
    }, Ct);

    private static Task<int> CountCategoriesAsync(TestShop shop) =>
        shop.Get<ShopStore>().ReadAsync(db => db.Set<Category>().CountAsync(Ct), Ct);

    private static Task MoveAsync(ShopDbContext db, string handle) => db.Set<Category>()
        .Where(category => category.Handle == handle)
        .ExecuteUpdateAsync(set => set.SetProperty(c => c.Position, c => c.Position + 1), Ct);

    private static Task MeetAsync(CountdownEvent others)
    {
        others.Signal();
        return Task.Run(() => others.Wait(Ct), Ct);
    }

    /// <summary>The commit is durable, its answer is lost (F9).</summary>
    private sealed class CutAfterCommit : DbTransactionInterceptor
    {
        public bool IsArmed { get; set; }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (!IsArmed) return Task.CompletedTask;
            IsArmed = false;
            throw new IOException("The connection was cut.");
        }
    }
}

using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Storage;

public sealed class MigrateStoreTests
{
    [Theory, EachStore]
    public async Task An_empty_database_is_brought_up_to_date_once(Store store)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var shop = await TestShop.CreateAsync(store, options => options.IsMigrated = false);

        Assert.Equal(MigrateStoreStatus.Migrated, await shop.Get<MigrateStore>().ExecuteAsync(ct));
        Assert.Equal(MigrateStoreStatus.UpToDate, await shop.Get<MigrateStore>().ExecuteAsync(ct));
    }

    [Theory, EachStore]
    public async Task Two_nodes_that_start_at_once_migrate_once(Store store)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var shop = await TestShop.CreateAsync(store, options => options.IsMigrated = false);
        var second = shop.SecondNode();

        var answers = await Race.RunAsync(2, node =>
            (node == 0 ? shop.Get<MigrateStore>() : second.Get<MigrateStore>()).ExecuteAsync(ct));

        Assert.Contains(MigrateStoreStatus.Migrated, answers);
        Assert.Equal(MigrateStoreStatus.UpToDate, await shop.Get<MigrateStore>().ExecuteAsync(ct));
    }

    [Theory, EachStore]
    public async Task The_model_has_nothing_that_a_migration_lacks(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await using var db = shop.Get<ShopStore>().NewContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Theory, EachStore]
    public async Task Every_entity_has_its_table(Store store)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var shop = await TestShop.CreateAsync(store);
        await using var db = shop.Get<ShopStore>().NewContext();

        var entities = db.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).ToList();
        Assert.NotEmpty(entities);
        foreach (var entity in entities)
        {
            var columns = entity.GetProperties().Select(property => $"\"{property.GetColumnName()}\"").Distinct();
            var sql = $"select {string.Join(", ", columns)} from \"{entity.GetTableName()}\" where 1 = 0";
            await db.Database.ExecuteSqlRawAsync(sql, ct);
        }
    }
}

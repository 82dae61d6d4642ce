using EShop.Core.Payments;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

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
    public async Task What_went_back_before_there_was_a_counter_is_counted(Store store)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var shop = await TestShop.CreateAsync(store, options => options.IsMigrated = false);
        await using var db = shop.Get<ShopStore>().NewContext();
        await db.GetService<IMigrator>().MigrateAsync("AccountSafety", ct);
        await db.Database.ExecuteSqlAsync($"""
            insert into payments (id, provider, provider_id, order_number, amount_minor, currency, state, received_at)
            values (7, 'sandbox', 'a', 'n', 500, 'CNY', 'Refunded', 0), (8, 'sandbox', 'b', 'm', 500, 'CNY', 'Kept', 0)
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            insert into refunds (id, payment_id, "key", amount_minor, reason, created_at)
            values (1, 7, 'x', 500, 'late', 0)
            """, ct);

        Assert.Equal(MigrateStoreStatus.Migrated, await shop.Get<MigrateStore>().ExecuteAsync(ct));

        Assert.Equal([500, 0], await db.Set<Payment>().OrderBy(p => p.Id).Select(p => p.RefundedMinor).ToListAsync(ct));
    }

    [Theory, EachStore]
    public async Task The_model_has_nothing_that_a_migration_lacks(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await using var db = shop.Get<ShopStore>().NewContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    /// <summary>The shop runs on the model as the generator wrote it down, not as the configurations say it
    /// (decision 0004).</summary>
    [Theory, EachStore]
    public async Task The_compiled_model_is_that_of_the_configurations(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await using var db = shop.Get<ShopStore>().NewContext();
        var built = db.GetService<IModelSource>().GetModel(
            db, db.GetService<ModelCreationDependencies>(), designTime: false);

        Assert.NotSame(built, db.Model);
        Assert.Equal(WrittenOut(built), WrittenOut(db.Model));

        static string WrittenOut(IModel model) => string.Join('\n', Comparable(
            (model.ToDebugString(MetadataDebugStringOptions.LongDefault)
                + model.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.LongDefault)).Split('\n')));
    }

    /// <summary>Left out: under a part of a row (a complex type) the generator writes the row's table once more; and
    /// answers that queries of this process had no entity for are noted at the model.</summary>
    private static IEnumerable<string> Comparable(IEnumerable<string> lines)
    {
        var isAdHoc = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("  Ad-hoc entity types:", StringComparison.Ordinal)) isAdHoc = true;
            if (line.StartsWith("Annotations:", StringComparison.Ordinal)) isAdHoc = false;
            if (!isAdHoc && !line.StartsWith("          Annotations:", StringComparison.Ordinal)
                && !line.StartsWith("            Relational:", StringComparison.Ordinal))
                yield return line;
        }
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

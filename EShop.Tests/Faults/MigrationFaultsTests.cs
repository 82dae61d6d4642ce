using EShop.Core.Storage;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A start is killed while it makes the tables.</summary>
public sealed class MigrationFaultsTests
{
    private static readonly TimeSpan MigratedWithin = TimeSpan.FromMinutes(2);

    public static TheoryData<Store, string> StoresAndStatements() => new()
    {
        { Store.Sqlite, "create table coupon_claims" },
        { Store.Sqlite, "insert into __EFMigrationsHistory" },
        { Store.Postgres, "create table coupon_claims" },
    };

    [Theory, MemberData(nameof(StoresAndStatements))]
    public async Task F46_Killed_in_the_middle_of_a_migration_the_next_start_finishes_it(Store store, string statement)
    {
        await using var shop = await TestShop.CreateAsync(store, options => options.IsMigrated = false);
        var settings = new Dictionary<string, string?>(shop.Settings);
        ShopFault.Prepare(settings);
        new ShopFault(FaultPlace.Before, statement).Arm(settings);
        using (var killed = ShopProcess.Start(settings, "create-admin", "boss@shop.test"))
        {
            _ = killed.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(128 + 9, killed.ExitCode);
        }

        using var patience = new CancellationTokenSource(MigratedWithin);
        Assert.Equal(MigrateStoreStatus.Migrated, await shop.Get<MigrateStore>().ExecuteAsync(patience.Token));
        Assert.Equal(MigrateStoreStatus.UpToDate, await shop.Get<MigrateStore>().ExecuteAsync(patience.Token));
        await shop.AuditAsync();
    }
}

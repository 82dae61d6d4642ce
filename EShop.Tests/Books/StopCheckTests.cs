using EShop.Core.Books;
using EShop.Tests.Support;

namespace EShop.Tests.Books;

public sealed class StopCheckTests
{
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(20);

    /// <summary>A statement that would never end by itself.</summary>
    private static readonly Invariant Endless = Invariant.Always("endless", "(select 1 as one)", """
        with recursive again(n) as (select 1 union all select n from again)
        select 'never' as offender from again where n > 1
        """);

    [Theory, EachStore]
    public async Task A_check_is_stopped_in_the_middle_of_a_statement(Store store)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var shop = await TestShop.CreateAsync(store);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var check = Task.Run(
            () => shop.ReadAsync(async db =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop.Token);
                return await BookReader.ReadAsync(db, Endless, shop.Now, stop.Token);
            }),
            ct);
        stop.CancelAfter(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check.WaitAsync(Promptly, ct));

        await shop.AuditAsync(); // the store serves on
    }
}

using EShop.Core.Messaging;
using EShop.Core.Staff;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Messaging;

/// <summary>A message that ends the process that handles it: nobody is left to write down that it failed.</summary>
public sealed class DeadlyMessagesTests
{
    private static readonly TimeSpan ClaimTime = new MessagingOptions().ClaimTime;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F35_A_message_that_kills_its_process_is_dead_in_the_end_and_the_others_go_on(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["Messaging:TriesMax"] = "3";
            options.Services = services => services.AddMessageHandler<Deadly, DeadlyHandler>();
        });
        var admin = await shop.AdminAsync();
        var handler = shop.Get<DeadlyHandler>();
        var ids = new List<long>();
        foreach (var name in new[] { "before", Deadly.Poison, "after" }) ids.Add(await AddAsync(shop, name));

        var delivered = new List<int>();
        for (var death = 1; death <= 3; death++)
        {
            // Its process dies: this dispatcher never comes back and writes nothing down.
            var dying = shop.Get<DispatchMessages>().ExecuteAsync(Ct);
            await Until.TrueAsync(() => Task.FromResult(handler.Deaths == death));
            Assert.False(dying.IsCompleted);
            delivered.Add((await shop.DeliverAsync()).Delivered);
            shop.Clock.Advance(ClaimTime);
        }

        // At first all three are the dead one's; then the poison is taken alone, and what stood behind it goes on.
        Assert.Equal([0, 1, 0], delivered);
        Assert.Equal(0, (await shop.DeliverAsync()).Delivered);
        Assert.Equal(3, handler.Deaths);
        var rows = await shop.ReadAsync(db => db.Set<OutboxMessage>().OrderBy(m => m.Id).ToListAsync(Ct));
        Assert.Equal([MessageState.Done, MessageState.Dead, MessageState.Done], rows.Select(m => m.State));
        Assert.Equal([1, 3, 1], rows.Select(m => m.Tries));
        Assert.Equal("Whoever handled it died or did not come back.", rows[1].LastError);

        // Healed, it lives again like any other dead message.
        handler.IsHealed = true;
        Assert.Equal(RetryMessageStatus.Retried, await shop.Get<RetryMessage>().ExecuteAsync(new(admin, ids[1]), Ct));
        Assert.Equal(1, (await shop.DeliverAsync()).Delivered);
    }

    [Theory, EachStore]
    public async Task What_a_dispatcher_that_stops_has_not_begun_is_free_at_once_and_no_try_is_counted(Store store)
    {
        await using var shop = await TestShop.CreateAsync(
            store, options => options.Services = services => services.AddMessageHandler<Deadly, DeadlyHandler>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        shop.Get<DeadlyHandler>().BeforeAsync = stop.CancelAsync;
        foreach (var name in new[] { "one", "two", "three" }) await AddAsync(shop, name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => shop.Get<DispatchMessages>().ExecuteAsync(stop.Token));
        shop.Get<DeadlyHandler>().BeforeAsync = () => Task.CompletedTask;
        Assert.Equal(2, (await shop.DeliverAsync()).Delivered);

        Assert.All(await shop.ReadAsync(db => db.Set<OutboxMessage>().ToListAsync(Ct)),
            m => Assert.Equal((MessageState.Done, 0), (m.State, m.Tries)));
    }

    private static Task<long> AddAsync(TestShop shop, string name) => shop.WriteAsync(async db =>
    {
        Outbox.Add(db, shop.Now, new Deadly(name));
        await db.SaveChangesAsync(Ct);
        return await db.Set<OutboxMessage>().MaxAsync(m => m.Id, Ct);
    });

    private sealed record Deadly(string Name) : IMessage
    {
        public const string Poison = "poison";
    }

    private sealed class DeadlyHandler : IMessageHandler<Deadly>
    {
        private int _deaths;

        public int Deaths => Volatile.Read(ref _deaths);

        public bool IsHealed { get; set; }

        public Func<Task> BeforeAsync { get; set; } = () => Task.CompletedTask;

        public async Task HandleAsync(Deadly message, CancellationToken ct)
        {
            await BeforeAsync();
            if (message.Name != Deadly.Poison || IsHealed) return;
            Interlocked.Increment(ref _deaths);
            await new TaskCompletionSource().Task;
        }
    }
}

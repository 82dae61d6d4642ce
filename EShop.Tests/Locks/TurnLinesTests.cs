using System.Globalization;
using EShop.Core.Locks;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Locks;

/// <summary>The line before a hot key: the first turn stands still while others line up.</summary>
public sealed class TurnLinesTests : IAsyncLifetime
{
    private const string Key = "hot";
    private readonly Pause _firstTurn = new();
    private readonly List<List<int>> _turns = [];
    private TestShop _shop = null!;
    private LockOptions _options = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await TestShop.CreateAsync(Store.Sqlite);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Those_who_wait_are_decided_in_one_turn_first_come_first_served()
    {
        var lines = NewLines();
        var asked = await AskBehindTheFirstAsync(lines, Enumerable.Range(2, 9));
        _firstTurn.Release();

        var answers = await Task.WhenAll(asked);

        Assert.Equal([[1], [2, 3, 4, 5, 6, 7, 8, 9, 10]], _turns);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], answers.Select(answer => answer.Value));
    }

    [Fact]
    public async Task A_turn_decides_no_more_than_its_bound()
    {
        _options = new LockOptions { TurnMax = 2 };
        var asked = await AskBehindTheFirstAsync(NewLines(), [2, 3, 4, 5, 6]);
        _firstTurn.Release();

        await Task.WhenAll(asked);

        Assert.Equal([[1], [2, 3], [4, 5], [6]], _turns);
    }

    [Fact]
    public async Task A_full_line_answers_busy_at_once()
    {
        _options = new LockOptions { LineMax = 2 };
        var lines = NewLines();
        var asked = await AskBehindTheFirstAsync(lines, [2, 3]);

        var refused = await lines.AskAsync(Key, 4, Ct);
        _firstTurn.Release();
        await Task.WhenAll(asked);

        Assert.Equal(TurnOutcome.Busy, refused.Outcome);
        Assert.Equal([[1], [2, 3]], _turns);
    }

    [Fact]
    public async Task Another_key_has_a_line_of_its_own()
    {
        var lines = NewLines();
        var asked = await AskBehindTheFirstAsync(lines, []);

        var other = await lines.AskAsync("other", 2, Ct);
        Assert.Equal(TurnOutcome.Answered, other.Outcome);

        _firstTurn.Release();
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task Who_waited_too_long_is_told_busy_and_is_not_decided()
    {
        var asked = await AskBehindTheFirstAsync(NewLines(), [2]);

        _shop.Clock.Advance(_options.Wait);
        var late = await asked[1];
        _firstTurn.Release();
        var first = await asked[0];

        Assert.Equal(TurnOutcome.Busy, late.Outcome);
        Assert.Equal("1", first.Value); // its turn had begun: it gets the true answer, however late
        Assert.Equal([[1]], _turns);
    }

    [Fact]
    public async Task Each_waits_for_as_long_as_it_may()
    {
        var lines = NewLines();
        var asked = await AskBehindTheFirstAsync(lines, [2]);
        _shop.Clock.Advance(_options.Wait * 0.6);
        var third = lines.AskAsync(Key, 3, Ct);

        _shop.Clock.Advance(_options.Wait * 0.6);
        Assert.Equal(TurnOutcome.Busy, (await asked[1]).Outcome);
        Assert.False(third.IsCompleted);
        _shop.Clock.Advance(_options.Wait * 0.4);
        Assert.Equal(TurnOutcome.Busy, (await third).Outcome);

        var fourth = lines.AskAsync(Key, 4, Ct);
        _firstTurn.Release();
        Assert.Equal("4", (await fourth).Value);
        Assert.Equal([[1], [4]], _turns);
    }

    [Fact]
    public async Task Who_comes_while_the_lock_is_awaited_is_decided_in_the_same_turn()
    {
        var held = await _shop.SecondNode().Get<ShopLocks>().TakeAsync(LockOf(Key), Ct);
        var lines = NewLines();
        List<Task<TurnAnswer<string>>> asked = [lines.AskAsync(Key, 2, Ct), lines.AskAsync(Key, 3, Ct)];

        await held.DisposeAsync();
        await Task.WhenAll(asked);

        Assert.Equal([[2, 3]], _turns);
    }

    [Fact]
    public async Task Who_comes_while_the_gate_is_awaited_is_decided_in_the_same_turn_and_with_its_pass()
    {
        using var gate = new WriteGate(isNeeded: true);
        var other = await gate.EnterAsync(Ct);
        var passes = new List<bool>();
        var lines = new TurnLines<string, int, string>(
            _shop.Get<ShopLocks>(), Options.Create(_options), _shop.Clock, new(
                null,
                (key, requests, pass) =>
                {
                    passes.Add(pass.IsHeld);
                    return DecideAsync(bad: 0)(key, requests, pass);
                },
                _ => false) { Gate = gate });
        List<Task<TurnAnswer<string>>> asked = [lines.AskAsync(Key, 2, Ct), lines.AskAsync(Key, 3, Ct)];

        other.Dispose();
        await Task.WhenAll(asked);

        Assert.Equal([[2, 3]], _turns);
        Assert.Equal([true], passes);
        using var next = await gate.EnterAsync(Ct); // the turn has let go of it
    }

    [Fact]
    public async Task A_failure_that_is_nobodys_own_is_everybodys_answer()
    {
        var calls = 0;
        var lines = new TurnLines<string, int, string>(
            _shop.Get<ShopLocks>(), Options.Create(_options), _shop.Clock, new(
                LockOf,
                async (_, requests, _) =>
                {
                    if (requests[0] == 1) await _firstTurn.StandAsync();
                    calls++;
                    throw new TimeoutException("The store is away.");
                },
                error => error is TimeoutException));
        var asked = await AskBehindTheFirstAsync(lines, [2, 3, 4]);
        _firstTurn.Release();

        foreach (var answer in asked) await Assert.ThrowsAsync<TimeoutException>(() => answer);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Who_waits_costs_less_than_a_kilobyte()
    {
        const int Count = 1_000;
        var lines = NewLines();
        var asked = await AskBehindTheFirstAsync(lines, []);
        var waiting = new Task<TurnAnswer<string>>[Count];
        using var closedTab = new CancellationTokenSource();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++) waiting[i] = lines.AskAsync(Key, 2 + i, closedTab.Token);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        _firstTurn.Release();
        await Task.WhenAll([.. asked, .. waiting]);

        Assert.InRange(bytes, 1, 512); // the use case around it adds less than that again
    }

    [Fact]
    public async Task Who_gave_up_before_the_turn_is_skipped()
    {
        using var closedTab = new CancellationTokenSource();
        var lines = NewLines();
        var first = lines.AskAsync(Key, 1, Ct);
        await _firstTurn.ReachedAsync();
        var second = lines.AskAsync(Key, 2, closedTab.Token);
        var third = lines.AskAsync(Key, 3, Ct);

        await closedTab.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _firstTurn.Release();
        await Task.WhenAll(first, third);

        Assert.Equal([[1], [3]], _turns);
    }

    [Fact]
    public async Task Who_gave_up_after_the_turn_began_gets_the_true_answer()
    {
        using var closedTab = new CancellationTokenSource();
        var asked = NewLines().AskAsync(Key, 1, closedTab.Token);
        await _firstTurn.ReachedAsync();

        await closedTab.CancelAsync();
        _firstTurn.Release();

        Assert.Equal("1", (await asked).Value);
    }

    [Fact]
    public async Task One_bad_request_harms_no_other()
    {
        var asked = await AskBehindTheFirstAsync(NewLines(bad: 3), [2, 3, 4]);
        _firstTurn.Release();

        Assert.Equal("2", (await asked[1]).Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[2]);
        Assert.Equal("4", (await asked[3]).Value);
    }

    [Fact]
    public async Task Halves_find_the_bad_one_and_keep_the_order()
    {
        var asked = await AskBehindTheFirstAsync(NewLines(bad: 6), Enumerable.Range(2, 8));
        _firstTurn.Release();

        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[5]);
        foreach (var answer in asked.Where(a => a != asked[5]))
            Assert.Equal(TurnOutcome.Answered, (await answer).Outcome);
        Assert.Equal([[1], [2, 3, 4, 5], [7], [8, 9]], _turns);
    }

    [Fact]
    public async Task A_line_without_a_lock_waits_for_nobody()
    {
        await using var held = await _shop.SecondNode().Get<ShopLocks>().TakeAsync(LockOf(Key), Ct);
        var lines = new TurnLines<string, int, string>(
            _shop.Get<ShopLocks>(), Options.Create(_options), _shop.Clock, new(null, DecideAsync(bad: 0), _ => false));

        Assert.Equal("2", (await lines.AskAsync(Key, 2, Ct)).Value);
    }

    [Fact]
    public async Task A_lock_held_elsewhere_for_all_of_the_wait_means_busy()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["Locks:Wait"] = "00:00:00.1");
        await using var held = await shop.SecondNode().Get<ShopLocks>().TakeAsync(LockOf(Key), Ct);
        var lines = new TurnLines<string, int, string>(
            shop.Get<ShopLocks>(), Options.Create(_options), shop.Clock, new(LockOf, DecideAsync(bad: 0), _ => false));

        var answer = await lines.AskAsync(Key, 1, Ct);

        Assert.Equal(TurnOutcome.Busy, answer.Outcome);
        Assert.Empty(_turns);
    }

    private static LockKey LockOf(string key) => LockKey.Sweep(key);

    private TurnLines<string, int, string> NewLines(int bad = 0) =>
        new(_shop.Get<ShopLocks>(), Options.Create(_options), _shop.Clock, new(LockOf, DecideAsync(bad), _ => false));

    private Func<string, IReadOnlyList<int>, WriteGate.Pass, Task<IReadOnlyList<string>>> DecideAsync(int bad) =>
        async (key, requests, _) =>
        {
            if (key == Key && requests[0] == 1) await _firstTurn.StandAsync();
            if (requests.Contains(bad)) throw new InvalidOperationException($"Request {bad} is bad.");
            lock (_turns) _turns.Add([.. requests]);
            return requests.Select(request => request.ToString(CultureInfo.InvariantCulture)).ToList();
        };

    private async Task<List<Task<TurnAnswer<string>>>> AskBehindTheFirstAsync(
        TurnLines<string, int, string> lines, IEnumerable<int> others)
    {
        var asked = new List<Task<TurnAnswer<string>>> { lines.AskAsync(Key, 1, Ct) };
        await _firstTurn.ReachedAsync();
        asked.AddRange(others.Select(request => lines.AskAsync(Key, request, Ct)));
        return asked;
    }
}

using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class WorkGateTests
{
    [Fact]
    public async Task A_full_queue_answers_at_once()
    {
        var ct = TestContext.Current.CancellationToken;
        using var gate = new WorkGate(new WorkGateSize(ParallelMax: 1, QueueMax: 1));
        using var hold = new ManualResetEventSlim();
        using var begun = new SemaphoreSlim(0);
        var first = gate.TryRunAsync(() => { begun.Release(); hold.Wait(ct); }, ct);
        await begun.WaitAsync(ct);
        var second = gate.TryRunAsync(() => { }, ct);

        Assert.False(await gate.TryRunAsync(() => { }, ct));

        hold.Set();
        Assert.True(await first);
        Assert.True(await second);
        Assert.True(await gate.TryRunAsync(() => { }, ct));
    }

    [Fact]
    public async Task Work_that_throws_gives_its_place_back()
    {
        var ct = TestContext.Current.CancellationToken;
        using var gate = new WorkGate(new WorkGateSize(ParallelMax: 1, QueueMax: 0));
        await Assert.ThrowsAsync<FormatException>(() => gate.TryRunAsync(() => throw new FormatException(), ct));
        Assert.True(await gate.TryRunAsync(() => { }, ct));
    }
}

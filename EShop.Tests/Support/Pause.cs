namespace EShop.Tests.Support;

/// <summary>A place at which a test holds others up until it lets them go on: fixed interleavings without a clock.
/// </summary>
internal sealed class Pause
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody stands there.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Release() => _released.TrySetResult();

    /// <summary>Called by the code that is to be held up.</summary>
    public Task StandAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}

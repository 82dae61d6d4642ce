namespace EShop.Tests.Support;

/// <summary>Many at once: all wait at one barrier, then start together; the answers come in order of index.</summary>
internal static class Race
{
    public static async Task<T[]> RunAsync<T>(int count, Func<int, Task<T>> act)
    {
        var barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runners = Enumerable.Range(0, count).Select(index => RunOneAsync(barrier.Task, index, act)).ToArray();
        barrier.SetResult();
        return await Task.WhenAll(runners);
    }

    private static async Task<T> RunOneAsync<T>(Task barrier, int index, Func<int, Task<T>> act)
    {
        await barrier;
        return await act(index);
    }
}

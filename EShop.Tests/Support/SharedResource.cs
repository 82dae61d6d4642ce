namespace EShop.Tests.Support;

/// <summary>Made once per run by the first test that needs it. A skip or a failure is met again by each test.</summary>
internal sealed class SharedResource<T>(Func<Task<T>> make)
{
    private readonly Lazy<Task<T>> _value = new(() => Task.Run(make));

    public bool IsMade => _value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    public Task<T> GetAsync() => _value.Value;
}

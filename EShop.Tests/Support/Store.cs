using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace EShop.Tests.Support;

/// <summary>The databases that a shop can keep its rows in.</summary>
public enum Store
{
    Sqlite = 1,
    Postgres,
}

/// <summary>The Redis servers that a shop can use: Garnet inside the process, or a real one.</summary>
public enum RedisServer
{
    Embedded = 1,
    Real,
}

/// <summary>Runs a theory on each store: <c>[Theory, EachStore] public async Task It_holds(Store store)</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EachStoreAttribute : EachAttribute<Store>;

/// <summary>Runs a theory on each Redis server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EachRedisAttribute : EachAttribute<RedisServer>;

/// <summary>Runs a theory on each store with each Redis server:
/// <c>[Theory, EachPart] public async Task It_holds(Store store, RedisServer redis)</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EachPartAttribute : DataAttribute
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. from store in Enum.GetValues<Store>()
                from redis in Enum.GetValues<RedisServer>()
                select new TheoryDataRow<Store, RedisServer>(store, redis)]);
}

internal abstract class EachAttribute<TEnum> : DataAttribute where TEnum : struct, Enum
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. Enum.GetValues<TEnum>().Select(value => new TheoryDataRow<TEnum>(value))]);
}

using StackExchange.Redis;

namespace EShop.Core.Redis;

/// <summary>Tells "Redis is away" from a bug of ours.</summary>
internal static class RedisErrors
{
    /// <summary>It does not do what it is asked to, for whatever reason; <see cref="IsRefusal"/> is one.</summary>
    public static bool IsAway(Exception failure) =>
        failure is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    /// <summary>It is there and says no: it is full, a replica that only reads, or has another password. That does not
    /// pass by itself; somebody has to put it right.</summary>
    public static bool IsRefusal(Exception? failure) => failure switch
    {
        null => false,
        RedisServerException or RedisCommandException => true,
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => true,
        _ => IsRefusal(failure.InnerException),
    };
}

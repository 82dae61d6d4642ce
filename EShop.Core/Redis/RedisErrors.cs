using StackExchange.Redis;

namespace EShop.Core.Redis;

/// <summary>Tells "Redis is away" from a bug of ours.</summary>
internal static class RedisErrors
{
    public static bool IsAway(Exception failure) =>
        failure is RedisConnectionException or RedisTimeoutException or RedisServerException or TimeoutException
            or ObjectDisposedException;
}

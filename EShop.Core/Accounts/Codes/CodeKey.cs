using System.Security.Cryptography;
using System.Text;
using EShop.Core.Redis;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Codes;

/// <summary>
/// The key under which codes and addresses are hashed before they go to Redis. The first node makes it at random and
/// leaves it in Redis, sealed by data protection, whose keys all nodes share; so no file has to be copied, and
/// it lives exactly as long as the codes that it guards. When Redis forgets it, the codes are forgotten too, and every
/// node finds out within <see cref="ReadAgainAfter"/>: else two nodes would hash under different keys for good.
/// </summary>
public sealed class CodeKey(RedisConnection redis, IDataProtectionProvider protection, TimeProvider clock)
{
    internal static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    private const string RedisName = "{codes}:key";
    private const int KeyLength = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("EShop.CodeKey.v1");
    private volatile Held? _held;

    /// <param name="Sealed">As it lies in Redis.</param>
    /// <param name="ReadAt">A timestamp of the clock.</param>
    private sealed record Held(byte[] Key, byte[] Sealed, long ReadAt);

    /// <summary>Throws what Redis throws when it is away and the key has to be read.</summary>
    internal async Task<string> HashAsync(string text, CancellationToken ct)
    {
        var held = _held;
        if (held is null || clock.GetElapsedTime(held.ReadAt) >= ReadAgainAfter)
            _held = held = await ReadAsync(held, ct);
        return Convert.ToHexStringLower(HMACSHA256.HashData(held.Key, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Several at once are harmless: the first key that is left in Redis is everybody's.</summary>
    private async Task<Held> ReadAsync(Held? held, CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        var database = await redis.GetDatabaseAsync(ct);
        var found = (byte[]?)await database.StringGetAsync(redis.Key(RedisName));
        if (found is null)
        {
            var mine = _protector.Protect(held?.Key ?? RandomNumberGenerator.GetBytes(KeyLength));
            await database.StringSetAsync(redis.Key(RedisName), mine, when: When.NotExists);
            found = (byte[]?)await database.StringGetAsync(redis.Key(RedisName)) ?? mine;
        }

        return held is not null && found.AsSpan().SequenceEqual(held.Sealed)
            ? held with { ReadAt = now }
            : await OpenAsync(database, found, now);
    }

    /// <summary>A key sealed by a ring that is gone is of no use to any node: it is replaced.</summary>
    private async Task<Held> OpenAsync(IDatabase database, byte[] found, long now)
    {
        try
        {
            return new Held(_protector.Unprotect(found), found, now);
        }
        catch (CryptographicException)
        {
            var fresh = RandomNumberGenerator.GetBytes(KeyLength);
            var mine = _protector.Protect(fresh);
            await database.StringSetAsync(redis.Key(RedisName), mine);
            return new Held(fresh, mine, now);
        }
    }
}

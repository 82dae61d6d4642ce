using System.Security.Cryptography;
using System.Text;
using EShop.Core.Redis;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Codes;

/// <summary>
/// The key under which codes and addresses are hashed before they go to Redis. The first node makes it at random and
/// leaves it in Redis, sealed by data protection, whose keys all nodes share; so no file has to be copied, and
/// it lives exactly as long as the codes that it guards. When Redis forgets it, the codes are forgotten too.
/// </summary>
public sealed class CodeKey(RedisConnection redis, IDataProtectionProvider protection) : IDisposable
{
    private const string RedisName = "{codes}:key";
    private const int KeyLength = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("EShop.CodeKey.v1");
    private readonly SemaphoreSlim _one = new(1, 1);
    private byte[]? _key;

    /// <summary>Throws what Redis throws when it is away and the key has not been read yet.</summary>
    internal async Task<string> HashAsync(string text, CancellationToken ct)
    {
        var secret = _key ?? await LoadAsync(ct);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
    }

    public void Dispose() => _one.Dispose();

    private async Task<byte[]> LoadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_key is not null)
                return _key;
            var database = await redis.GetDatabaseAsync(ct);
            var sealedKey = _protector.Protect(RandomNumberGenerator.GetBytes(KeyLength));
            await database.StringSetAsync(redis.Key(RedisName), sealedKey, when: When.NotExists);
            var found = (byte[]?)await database.StringGetAsync(redis.Key(RedisName)) ?? sealedKey;
            return _key = await OpenAsync(database, found);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A key sealed by a ring that is gone is of no use to any node: it is replaced.</summary>
    private async Task<byte[]> OpenAsync(IDatabase database, byte[] found)
    {
        try
        {
            return _protector.Unprotect(found);
        }
        catch (CryptographicException)
        {
            var fresh = RandomNumberGenerator.GetBytes(KeyLength);
            await database.StringSetAsync(redis.Key(RedisName), _protector.Protect(fresh));
            return fresh;
        }
    }
}

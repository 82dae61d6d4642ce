using EShop.Core.Accounts;
using EShop.Web.Accounts;
using Microsoft.Extensions.Caching.Memory;

namespace EShop.Web.Api;

/// <summary>A token is good as long as its session is a row: signing out, ending it from elsewhere and a changed
/// password end it within a minute on every node. Each asks once a minute for one that is busy, not for each request.
/// </summary>
internal sealed class ApiSessions(CheckSession check, TimeProvider clock) : IDisposable
{
    private const int KnownMax = 20_000;

    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = KnownMax });

    public async Task<bool> IsValidAsync(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_valid.TryGetValue(key, out DateTimeOffset checkedAt) && now - checkedAt < Sessions.CheckEvery) return true;
        var answer = await check.ExecuteAsync(new CheckSessionRequest(key, IsInUse: true), ct);
        if (answer.Status != CheckSessionStatus.Valid)
        {
            Forget(key);
            return false;
        }

        _valid.Set(key, now, new MemoryCacheEntryOptions
        {
            Size = 1,
            AbsoluteExpirationRelativeToNow = Sessions.CheckEvery,
        });
        return true;
    }

    /// <summary>Ends it here at once.</summary>
    public void Forget(string key) => _valid.Remove(key);

    public void Dispose() => _valid.Dispose();
}

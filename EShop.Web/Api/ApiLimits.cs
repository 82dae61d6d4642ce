using System.Globalization;
using System.Threading.RateLimiting;
using EShop.Core;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.Extensions.Options;

namespace EShop.Web.Api;

/// <summary>How often somebody may ask: an account by itself, guests by their network. It protects a node from a client
/// that runs wild; what may happen only so often at all is counted in the use cases.</summary>
internal static class ApiLimits
{
    public const string Policy = "api";

    private const int BurstsPerMinute = 6;

    public static void AddApiLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(Policy, PartitionOf);
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known)
                ? known
                : TimeSpan.FromSeconds(1);
            return new ValueTask(
                new Refusal(Problems.TooManyRequests) { RetryAfter = wait }.ExecuteAsync(rejected.HttpContext));
        };
    });

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value;
        return context.User.AccountIdOrNull() is { } id
            ? Bucket($"account {id.ToString(CultureInfo.InvariantCulture)}", options.RequestsPerAccountMinute)
            : Bucket(NetworkAddress.Of(context.Connection.RemoteIpAddress).Value, options.RequestsPerNetworkMinute);
    }

    private static RateLimitPartition<string> Bucket(string name, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, perMinute / BurstsPerMinute),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            AutoReplenishment = true,
        });
}

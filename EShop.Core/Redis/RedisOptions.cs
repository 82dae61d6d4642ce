using System.ComponentModel.DataAnnotations;

namespace EShop.Core.Redis;

/// <summary>Locks, captchas, codes and ceilings live in Redis; section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>A StackExchange.Redis connection string. Default: none, a Redis server (Garnet) is started inside the
    /// process, on a free loopback port with a random password; it serves one node.</summary>
    public string? Connection { get; set; }

    /// <summary>Put before every key, so that several shops can share one Redis. Default <c>eshop:</c>.</summary>
    [Required, StringLength(40, MinimumLength = 1)]
    public string Prefix { get; set; } = "eshop:";

    /// <summary>How long one command may take before Redis counts as away, 0.1 to 10 s, default 1 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long Redis is left alone after it was found away, 0 to 60 s, default 2 s.</summary>
    public TimeSpan PauseAfterFailure { get; set; } = TimeSpan.FromSeconds(2);
}

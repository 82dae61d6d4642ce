namespace EShop.Web.Health;

/// <summary>When it is worth while, and harms nobody, to collect all: nearly nothing was allocated since the last look,
/// and much since the last time.</summary>
/// <param name="allocated">Bytes that the process has allocated until now, as at each look.</param>
internal sealed class IdleRule(long allocated)
{
    /// <summary>An idle shop's jobs and clocks allocate about one MiB between two looks, a page some.</summary>
    public const long QuietBytes = 4 << 20;

    public const long WorthBytes = 64 << 20;

    private long _collectedAt = allocated;
    private long _lookedAt = allocated;

    public bool IsTime(long allocated)
    {
        var isQuiet = allocated - _lookedAt < QuietBytes;
        _lookedAt = allocated;
        if (!isQuiet || allocated - _collectedAt < WorthBytes) return false;
        _collectedAt = allocated;
        return true;
    }
}

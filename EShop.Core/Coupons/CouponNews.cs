using EShop.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace EShop.Core.Coupons;

/// <summary>Tells all nodes that staff has changed a coupon, so that what they keep in memory of it is forgotten at
/// once. News can be lost, Redis being away for one: whatever is kept lives for a second only, news or not.</summary>
public sealed partial class CouponNews(RedisConnection redis, ILogger<CouponNews> log)
{
    private readonly Lock _lock = new();
    private readonly List<Action> _forget = [];
    private Task? _subscribing;
    private bool _isAway;

    private RedisChannel Channel => RedisChannel.Literal($"{redis.Prefix}coupon-news");

    /// <summary>Called once by whoever keeps something.</summary>
    internal void OnChange(Action forget)
    {
        lock (_lock) _forget.Add(forget);
    }

    /// <summary>Begins to listen in the background, where that has not been done or Redis was away.</summary>
    internal void Listen()
    {
        lock (_lock)
        {
            if (_subscribing is { IsCompleted: false } || (_subscribing is not null && !_isAway)) return;
            _isAway = false;
            _subscribing = Task.Run(SubscribeAsync);
        }
    }

    /// <summary>A coupon was changed, and the change is committed.</summary>
    internal async Task TellAsync(CancellationToken ct)
    {
        Forget();
        try
        {
            var subscriber = await redis.GetSubscriberAsync(ct);
            await subscriber.PublishAsync(Channel, "changed");
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            LogNotTold(error);
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            var subscriber = await redis.GetSubscriberAsync(CancellationToken.None);
            await subscriber.SubscribeAsync(Channel, (_, _) => Forget());
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            lock (_lock) _isAway = true;
            LogNotHeard(error);
        }
    }

    private void Forget()
    {
        Action[] all;
        lock (_lock) all = [.. _forget];
        foreach (var forget in all) forget();
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Redis is away: other nodes learn of a changed coupon a second later")]
    private partial void LogNotTold(Exception error);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Redis is away: this node learns of changed coupons a second later")]
    private partial void LogNotHeard(Exception error);
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace EShop.Core.Orders;

/// <summary>Tells all nodes that an order has changed, so that a page which shows it looks again at once. News can be
/// lost, Redis being away for one: whoever watches looks by itself too, only later. Public only as a handle for
/// constructors.</summary>
public sealed partial class OrderNews(RedisConnection redis, ILogger<OrderNews> log)
{
    private readonly ConcurrentDictionary<Watch, bool> _watches = [];
    private readonly Lock _lock = new();
    private Task? _subscribing;
    private bool _isAway;

    private RedisChannel Channel => RedisChannel.Literal($"{redis.Prefix}order-news");

    /// <summary>How many watch on this node.</summary>
    internal int WatchCount => _watches.Count;

    /// <summary>A change of the order is committed.</summary>
    internal async Task TellAsync(OrderNumber number, CancellationToken ct)
    {
        Wake(number.Text);
        try
        {
            var subscriber = await redis.GetSubscriberAsync(ct);
            await subscriber.PublishAsync(Channel, number.Text);
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            LogNotTold(error);
        }
    }

    /// <summary>Begins to watch one order; ends when it is disposed.</summary>
    internal Watch Begin(OrderNumber number, long accountId)
    {
        Listen();
        var watch = new Watch(this, number.Text, accountId);
        _watches[watch] = true;
        return watch;
    }

    /// <summary>How many pages of one person watch on this node.</summary>
    internal int CountOf(long accountId) => _watches.Count(w => w.Key.AccountId == accountId);

    /// <summary>One page that shows an order: woken by its news; several at once are one.</summary>
    internal sealed class Watch(OrderNews news, string number, long accountId) : IDisposable
    {
        private readonly Channel<bool> _channel = System.Threading.Channels.Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public long AccountId => accountId;

        public string Number => number;

        public void Wake() => _channel.Writer.TryWrite(true);

        /// <summary>Waits for news, or for as long as <paramref name="atMost"/>.</summary>
        public async Task WaitAsync((TimeSpan Length, TimeProvider Clock) atMost, CancellationToken ct)
        {
            try
            {
                await _channel.Reader.WaitToReadAsync(ct).AsTask().WaitAsync(atMost.Length, atMost.Clock, ct);
                _channel.Reader.TryRead(out _);
            }
            catch (TimeoutException)
            {
                // No news; look anyway.
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // The reader has gone, or the shop stops: the watch ends, which is no fault.
            }
        }

        public void Dispose()
        {
            _channel.Writer.TryComplete();
            news._watches.TryRemove(this, out _);
        }
    }

    // In the background, where that has not been done or Redis was away.
    private void Listen()
    {
        lock (_lock)
        {
            if (_subscribing is { IsCompleted: false } || (_subscribing is not null && !_isAway)) return;
            _isAway = false;
            _subscribing = Task.Run(SubscribeAsync);
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            var subscriber = await redis.GetSubscriberAsync(CancellationToken.None);
            await subscriber.SubscribeAsync(Channel, (_, number) => Wake(number.ToString()));
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            lock (_lock) _isAway = true;
            LogNotHeard(error);
        }
    }

    private void Wake(string number)
    {
        foreach (var (watch, _) in _watches)
            if (watch.Number == number) watch.Wake();
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Redis is away: open pages of other nodes see an order's change some seconds later")]
    private partial void LogNotTold(Exception error);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Redis is away: open pages of this node see changes of orders some seconds later")]
    private partial void LogNotHeard(Exception error);
}

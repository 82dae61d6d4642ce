using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EShop.Core.Messaging.Broker;

/// <summary>
/// The way into RabbitMQ: one connection for publishing, with confirms, opened at first use and anew after any failure,
/// the queues declared each time. We do not use the client's own recovery: it does not bring back a channel that the
/// broker closed or a queue that somebody deleted. Public only as a handle for constructors.
/// </summary>
public sealed partial class RabbitBroker : IAsyncDisposable
{
    private readonly MessagingOptions _options;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _gate = new(1);
    private IConnection? _connection;
    private IChannel? _channel;
    private bool _isAway;

    public RabbitBroker(IOptions<MessagingOptions> options, ILogger<RabbitBroker> log)
    {
        (_options, _log) = (options.Value, log);
        Queues = new RabbitQueues(_options.Prefix);
    }

    /// <summary>False: messages are delivered by this process.</summary>
    public bool IsConfigured => _options is { RabbitMq: not null, IsOn: true };

    internal RabbitQueues Queues { get; }

    /// <summary>Whether the broker answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct) => await WaitingAsync(ct) is not null;

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        await DropAsync();
        _gate.Dispose();
    }

    /// <summary>How many messages lie in the work queue; null: the broker is away.</summary>
    internal Task<uint?> WaitingAsync(CancellationToken ct) => WithChannelAsync<uint?>(
        async (channel, within) => await channel.MessageCountAsync(Queues.Work, within), null, ct);

    /// <summary>What lies where. A broker that is known to be away is not asked: the relay does, each second.</summary>
    internal async Task<MessageTraffic> TrafficAsync(CancellationToken ct)
    {
        if (!_options.IsOn) return Of(MessageCarrier.Nobody);
        if (!IsConfigured) return Of(MessageCarrier.Shop);
        var away = Of(MessageCarrier.RabbitMqAway);
        return _isAway ? away : await WithChannelAsync(async (channel, within) =>
        {
            var held = 0L;
            foreach (var queue in Queues.Later) held += await channel.MessageCountAsync(queue, within);
            return new MessageTraffic(
                MessageCarrier.RabbitMq, await channel.MessageCountAsync(Queues.Work, within), held,
                await channel.MessageCountAsync(Queues.Stray, within), Queues.Stray);
        }, away, ct);

        MessageTraffic Of(MessageCarrier carrier) => new(carrier, 0, 0, 0, Queues.Stray);
    }

    /// <summary>Publishes them and answers the numbers of those that the broker has confirmed to keep.</summary>
    internal async Task<IReadOnlyList<long>> PublishAsync(IReadOnlyList<Letter> letters, CancellationToken ct) =>
        await WithChannelAsync(async (channel, within) =>
        {
            var sends = letters.Select(letter => SendAsync(channel, letter, within)).ToList();
            var confirmed = await Task.WhenAll(sends);
            // A message that came back, or was not confirmed: begin anew, and declare the queues again.
            if (confirmed.Contains(false)) await DropAsync();
            return (IReadOnlyList<long>)[.. letters.Index().Where(l => confirmed[l.Index]).Select(l => l.Item.Id)];
        }, [], ct);

    /// <summary>Puts something that is no letter of ours aside. Throws when the broker is away.</summary>
    internal async Task SetAsideAsync(
        ReadOnlyMemory<byte> body, IReadOnlyBasicProperties properties, CancellationToken ct)
    {
        var kept = await WithChannelAsync(async (channel, within) =>
        {
            await channel.BasicPublishAsync(
                "", Queues.Stray, mandatory: true, new BasicProperties(properties) { Persistent = true }, body, within);
            return true;
        }, false, ct);
        if (!kept) throw new IOException("The broker did not keep a stray message.");
    }

    internal async Task<IConnection> ConnectAsync(string name, CancellationToken ct)
    {
        var (factory, nodes) = BrokerAddress.Read(_options.RabbitMq!);
        factory.AutomaticRecoveryEnabled = false;
        factory.RequestedConnectionTimeout = factory.ContinuationTimeout = _options.ConfirmWithin;
        factory.HandshakeContinuationTimeout = _options.ConfirmWithin;
        factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
        return await factory.CreateConnectionAsync(nodes, $"{Environment.MachineName} {name}", ct);
    }

    /// <summary>What has begun is bounded by the time-out alone: a channel whose question was given up half-way would
    /// take its answer for that of the next.</summary>
    private async Task<T> WithChannelAsync<T>(
        Func<IChannel, CancellationToken, Task<T>> act, T whenAway, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        using var patience = new CancellationTokenSource(_options.ConfirmWithin);
        try
        {
            var answer = await act(await OpenAsync(patience.Token), patience.Token);
            if (_isAway) LogBack();
            _isAway = false;
            return answer;
        }
        catch (Exception error) when (BrokerErrors.IsAway(error) || error is OperationCanceledException)
        {
            await DropAsync();
            // Once: it is tried again each second.
            if (!_isAway) LogAway(error);
            _isAway = true;
            return whenAway;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IChannel> OpenAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true }) return _channel;
        await DropAsync();
        _connection = await ConnectAsync("sends", ct);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await Queues.DeclareAsync(_channel, ct);
        return _channel;
    }

    /// <summary>True once the broker has confirmed; false: it refused, or cannot be asked any more.</summary>
    private async Task<bool> SendAsync(IChannel channel, Letter letter, CancellationToken ct)
    {
        var properties = new BasicProperties
        {
            MessageId = letter.Id.ToString(CultureInfo.InvariantCulture),
            Type = letter.Kind,
            Persistent = true,
        };
        if (letter.Trace is { } trace)
            properties.Headers = new Dictionary<string, object?> { ["traceparent"] = trace };
        try
        {
            await channel.BasicPublishAsync(
                "", Queues.For(letter.Wait), mandatory: true, properties, ReadOnlyMemory<byte>.Empty, ct);
            return true;
        }
        catch (Exception error) when (BrokerErrors.IsAway(error) || error is OperationCanceledException)
        {
            // Each letter for itself: those before it may be confirmed.
            if (error is not PublishException) LogUnconfirmed(error, letter.Id);
            return false;
        }
    }

    private async Task DropAsync()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection) = (null, null);
        try
        {
            if (channel is not null) await channel.DisposeAsync();
            if (connection is not null) await connection.DisposeAsync();
        }
        catch (Exception error) when (BrokerErrors.IsAway(error) || error is OperationCanceledException)
        {
            // It was gone already.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "RabbitMQ is away; messages wait in the outbox")]
    private partial void LogAway(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "RabbitMQ is back")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Message {Id} was not confirmed; it is sent again")]
    private partial void LogUnconfirmed(Exception error, long id);
}

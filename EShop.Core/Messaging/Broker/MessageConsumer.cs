using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Deliveries = System.Threading.Channels.Channel;

namespace EShop.Core.Messaging.Broker;

/// <summary>Something that the broker handed to us, and wants acknowledged.</summary>
/// <param name="Id">The row; null: it is no letter of ours.</param>
/// <param name="Properties">As it was published.</param>
internal sealed record Delivery(ulong Tag, long? Id, ReadOnlyMemory<byte> Body, IReadOnlyBasicProperties Properties);

/// <summary>One channel that takes from one queue, in batches of what has arrived.</summary>
internal static class MessageConsumer
{
    /// <summary>Runs until the channel ends, which throws, or until it is stopped; what is not acknowledged by then
    /// returns to the queue.</summary>
    public static async Task RunAsync(
        IConnection connection, (string Name, ushort Prefetch) queue,
        Func<IChannel, IReadOnlyList<Delivery>, CancellationToken, Task> takeAsync, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(null, ct);
        await channel.BasicQosAsync(0, queue.Prefetch, global: false, ct);
        // Bounded by the prefetch: the broker sends no more until some are acknowledged.
        var arrived = Deliveries.CreateUnbounded<Delivery>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            arrived.Writer.TryWrite(Of(delivery));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => EndAsync(new IOException($"The queue {queue.Name} is gone."));
        consumer.ShutdownAsync += (_, ended) => EndAsync(new IOException($"The channel ended: {ended.ReplyText}"));
        await channel.BasicConsumeAsync(queue.Name, autoAck: false, consumer, ct);
        while (await arrived.Reader.WaitToReadAsync(ct))
        {
            var batch = new List<Delivery>();
            while (batch.Count < queue.Prefetch && arrived.Reader.TryRead(out var delivery)) batch.Add(delivery);
            await takeAsync(channel, batch, ct);
        }

        Task EndAsync(Exception error)
        {
            arrived.Writer.TryComplete(error);
            return Task.CompletedTask;
        }
    }

    // The client reuses the memory of the body once the event is over.
    private static Delivery Of(BasicDeliverEventArgs delivery) => new(
        delivery.DeliveryTag,
        long.TryParse(delivery.BasicProperties.MessageId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null,
        delivery.Body.ToArray(), new BasicProperties(delivery.BasicProperties));
}

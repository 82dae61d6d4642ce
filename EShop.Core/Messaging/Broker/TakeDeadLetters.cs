using System.Text;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EShop.Core.Messaging.Broker;

/// <summary>Writes down in its row what the broker has given up, so that staff sees it with the other dead messages and
/// can have it delivered again. What belongs to no row is put aside.</summary>
internal sealed partial class TakeDeadLetters(ShopStore store, RabbitBroker broker, ILogger<TakeDeadLetters> log)
{
    public async Task TakeAsync(IChannel channel, IReadOnlyList<Delivery> letters, CancellationToken ct)
    {
        foreach (var letter in letters)
        {
            var reason = ReasonOf(letter.Properties);
            if (reason == "rejected")
            {
                await broker.SetAsideAsync(letter.Body, letter.Properties, ct);
                LogStray();
            }
            else if (letter.Id is { } id && await BuryAsync(id, reason, ct))
            {
                LogBuried(id, reason);
            }

            await channel.BasicAckAsync(letter.Tag, multiple: false, default);
        }
    }

    private Task<bool> BuryAsync(long id, string reason, CancellationToken ct) => store.WriteAsync(
        db => MessageLedger.BuryAsync(db, id, $"RabbitMQ gave it up: {reason}.", ct), ct);

    /// <summary>As the broker calls it: <c>rejected</c> by us as nobody's, <c>delivery_limit</c> when it was taken and
    /// returned too often.</summary>
    private static string ReasonOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue("x-death", out var deaths) == true
        && deaths is IList<object?> { Count: > 0 } latestFirst
        && latestFirst[0] is IDictionary<string, object?> latest
        && latest.TryGetValue("reason", out var reason) && reason is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "unknown";

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Id} is dead, given up by RabbitMQ: {Reason}")]
    private partial void LogBuried(long id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of RabbitMQ belongs to no row of this shop")]
    private partial void LogStray();
}

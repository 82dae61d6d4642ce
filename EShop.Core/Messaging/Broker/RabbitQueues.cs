using System.Globalization;
using RabbitMQ.Client;

namespace EShop.Core.Messaging.Broker;

/// <summary>
/// The queues. What is to be handled lies in one; what is due later lies in a queue whose messages all wait equally
/// long and then return to the first by its dead-letter exchange, so that none waits behind one that waits longer.
/// Whoever finds a message too early sends it into the next fitting wait. What the broker gives up lies among the dead
/// letters.
/// </summary>
internal sealed class RabbitQueues(string prefix)
{
    /// <summary>After so many returns to its queue the broker gives a message up: it kills whoever takes it.</summary>
    private const int DeliveriesMax = 20;

    private const int StrayMax = 10_000;

    /// <summary>Four times longer each: at most three hops through each of them, and one each 68 minutes beyond.
    /// </summary>
    private static readonly TimeSpan[] Waits =
        [.. Enumerable.Range(0, 8).Select(step => TimeSpan.FromMilliseconds(250 * (1 << (2 * step))))];

    public string Work => prefix + "work";

    /// <summary>What the broker gave up, until it is written down in its row.</summary>
    public string Dead => prefix + "dead";

    /// <summary>What belongs to no row of this shop; for somebody to look at.</summary>
    public string Stray => prefix + "stray";

    public IEnumerable<string> Later => Waits.Select(Name);

    public IEnumerable<string> All => [Work, Dead, Stray, .. Later];

    /// <summary>The work queue, or the longest wait that is not too long.</summary>
    public string For(TimeSpan wait) => wait <= TimeSpan.Zero
        ? Work
        : Name(Waits.LastOrDefault(step => step <= wait, Waits[0]));

    /// <summary>Makes those that are not there. Quorum queues: they are kept by several nodes of a cluster.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken ct)
    {
        await DeclareAsync(channel, Dead, [], ct);
        await DeclareAsync(channel, Stray, new() { ["x-max-length"] = StrayMax }, ct);
        await DeclareAsync(channel, Work, Returning(Dead, ("x-delivery-limit", DeliveriesMax)), ct);
        foreach (var wait in Waits)
        {
            var arguments = Returning(Work, ("x-message-ttl", (int)wait.TotalMilliseconds));
            await DeclareAsync(channel, Name(wait), arguments, ct);
        }
    }

    private static Dictionary<string, object?> Returning(string queue, (string Name, int Value) limit) => new()
    {
        ["x-dead-letter-exchange"] = "", // the default one, which routes by the name of the queue
        ["x-dead-letter-routing-key"] = queue,
        [limit.Name] = limit.Value,
    };

    private static Task DeclareAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
    }

    private string Name(TimeSpan wait) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}later-{(int)wait.TotalMilliseconds}");
}

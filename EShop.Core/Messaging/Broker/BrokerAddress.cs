using RabbitMQ.Client;

namespace EShop.Core.Messaging.Broker;

/// <summary>Where RabbitMQ is: one address, or those of a cluster's nodes with commas between, as one user.</summary>
internal static class BrokerAddress
{
    public static bool IsOne(string text)
    {
        var parts = Parts(text);
        return parts.Length > 0 && parts.All(part => Uri.TryCreate(part, UriKind.Absolute, out var address)
            && address.Scheme is "amqp" or "amqps" && address.Host.Length > 0 && address.Segments.Length <= 2);
    }

    /// <summary>User, password and virtual host are those of the first address.</summary>
    public static (ConnectionFactory Factory, IReadOnlyList<AmqpTcpEndpoint> Nodes) Read(string text)
    {
        var factories = Parts(text).Select(part => new ConnectionFactory { Uri = new Uri(part) }).ToList();
        return (factories[0], [.. factories.Select(factory => factory.Endpoint)]);
    }

    private static string[] Parts(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

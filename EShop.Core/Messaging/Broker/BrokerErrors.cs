using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace EShop.Core.Messaging.Broker;

/// <summary>Tells "the broker is away" from a bug of ours.</summary>
internal static class BrokerErrors
{
    public static bool IsAway(Exception failure) =>
        failure is RabbitMQClientException or IOException or SocketException or TimeoutException
            or ObjectDisposedException or AuthenticationException;
}

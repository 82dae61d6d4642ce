namespace EShop.Core.Messaging.Broker;

/// <summary>What the broker carries of a message: the number of its row, never its content. Who can write into the
/// broker can make the shop do nothing that it has not written down itself.</summary>
/// <param name="Wait">How long the broker is to hold it.</param>
internal sealed record Letter(long Id, string Kind, string? Trace, TimeSpan Wait)
{
    public static Letter Of(OutboxMessage message, DateTimeOffset now) =>
        new(message.Id, message.Kind, message.Trace, message.DueAt - now);
}

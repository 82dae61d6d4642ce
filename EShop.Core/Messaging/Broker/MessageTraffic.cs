namespace EShop.Core.Messaging.Broker;

/// <summary>How messages travel at the moment.</summary>
public enum MessageCarrier
{
    /// <summary>They are switched off; the timed jobs alone settle.</summary>
    Nobody = 1,

    /// <summary>Each node delivers by itself.</summary>
    Shop,

    RabbitMq,

    /// <summary>RabbitMQ, and it does not answer: messages wait, the timed jobs settle.</summary>
    RabbitMqAway,
}

/// <param name="Lying">How many lie in the broker's work queue.</param>
/// <param name="Held">How many the broker holds until they are due.</param>
/// <param name="Stray">How many in the broker belong to no row of this shop.</param>
/// <param name="StrayQueue">Where those are.</param>
public sealed record MessageTraffic(MessageCarrier Carrier, long Lying, long Held, long Stray, string StrayQueue);

using System.Diagnostics;

namespace EShop.Core.Messaging;

/// <summary>Traces through messages: what a message does belongs to the trace of what wrote it, on whichever node and
/// through whichever transport.</summary>
public static class MessageTraces
{
    /// <summary>The name of the activity source.</summary>
    public const string Name = "EShop.Messaging";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The trace parent of what is going on now; null: nobody traces it.</summary>
    internal static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    internal static Activity? Handling(OutboxMessage message)
    {
        var span = Source.StartActivity($"handle {message.Kind}", ActivityKind.Consumer, message.Trace);
        span?.SetTag("messaging.message.id", message.Id);
        span?.SetTag("eshop.message.kind", message.Kind);
        span?.SetTag("eshop.message.tries", message.Tries);
        return span;
    }
}

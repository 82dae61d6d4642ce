using System.Text.Json;
using EShop.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Messaging;

/// <summary>Acts on one kind of message. It may be given the same message again: it makes twice once.</summary>
internal interface IMessageHandler<in T> where T : IMessage
{
    Task HandleAsync(T message, CancellationToken ct);
}

/// <summary>Who acts on which kind; several handlers of one kind run in the order of registration.</summary>
internal sealed class MessageHandlers(IEnumerable<MessageHandlers.Entry> entries, MessageMetrics metrics)
{
    private readonly ILookup<string, Entry> _byKind = entries.ToLookup(e => e.Kind);

    /// <summary>One handler behind its kind; <paramref name="Run"/> reads the body and calls it.</summary>
    internal sealed record Entry(string Kind, Func<IServiceProvider, string, CancellationToken, Task> Run);

    public bool Knows(string kind) => _byKind.Contains(kind);

    public async Task HandleAsync(IServiceProvider services, OutboxMessage message, CancellationToken ct)
    {
        using var step = ShopTrace.StartAfter("message", message.Trace);
        step?.SetTag("kind", message.Kind).SetTag("id", message.Id);
        var isDone = false;
        try
        {
            foreach (var entry in _byKind[message.Kind]) await entry.Run(services, message.Body, ct);
            isDone = true;
        }
        finally
        {
            metrics.Handled(isDone);
        }
    }
}

internal static class MessageHandlersRegistration
{
    public static IServiceCollection AddMessageHandler<T, THandler>(this IServiceCollection services)
        where T : IMessage where THandler : class, IMessageHandler<T>
    {
        services.AddSingleton<THandler>();
        return services.AddSingleton(new MessageHandlers.Entry(typeof(T).Name, (provider, body, ct) =>
            provider.GetRequiredService<THandler>().HandleAsync(
                JsonSerializer.Deserialize<T>(body)
                    ?? throw new JsonException($"The body of a {typeof(T).Name} is empty."), ct)));
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>Asks providers with a bounded wait. One that fails again and again is left alone for a growing pause: the
/// orders behind it, and those of other providers, do not wait for it one by one.</summary>
internal sealed partial class ProviderCalls(
    PaymentGateways gateways, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<ProviderCalls> log)
{
    private const int FailuresUntilPause = 3;
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(5), PauseMax = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Silence> _silences = new(StringComparer.Ordinal);

    private readonly record struct Silence(int Failures, DateTimeOffset Until);

    /// <summary>The answer; null when the provider gives none: nobody knows (style 20).</summary>
    public async Task<T?> AskAsync<T>(
        string provider, Func<IPaymentGateway, CancellationToken, Task<T>> ask, CancellationToken ct) where T : struct
    {
        if (_silences.TryGetValue(provider, out var silence) && clock.GetUtcNow() < silence.Until) return null;
        using var patience = new CancellationTokenSource(options.Value.AskTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            // Waited for here as well: whether a provider's library heeds the token is not ours to trust.
            var answer = await ask(gateways.Get(provider), either.Token)
                .WaitAsync(options.Value.AskTimeout, clock, ct);
            _silences.TryRemove(provider, out _);
            return answer;
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // Classified, not swallowed: whoever asked is told that nobody knows, and asks again.
            LogSilent(error, provider);
            _silences.AddOrUpdate(provider, _ => new Silence(1, default), (_, before) => After(before));
            return null;
        }
    }

    private Silence After(Silence before)
    {
        var failures = before.Failures + 1;
        if (failures < FailuresUntilPause) return new Silence(failures, default);
        var pause = Math.Min(
            PauseFirst.TotalSeconds * Math.Pow(2, Math.Min(failures - FailuresUntilPause, 10)), PauseMax.TotalSeconds);
        return new Silence(failures, clock.GetUtcNow() + TimeSpan.FromSeconds(pause));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment provider {Provider} gives no answer")]
    private partial void LogSilent(Exception error, string provider);
}

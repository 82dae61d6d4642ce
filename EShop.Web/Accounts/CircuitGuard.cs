using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace EShop.Web.Accounts;

/// <summary>Looks at the session before anything that a browser sends into its circuit is acted on: who was signed out
/// elsewhere finishes no click (abuse 84). And a circuit that sends faster than anybody can click, type or upload ends
/// (abuse 81).</summary>
internal sealed class CircuitGuard(AuthenticationStateProvider sessions, TimeProvider clock) : CircuitHandler
{
    /// <summary>A held key sends a few hundred, the largest import 670 pieces of 31 KB.</summary>
    public const int EventsMax = 1000;

    public static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private DateTimeOffset _since;
    private int _events;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            Count();
            if (sessions is not CircuitSessions own || await own.StillHoldsAsync(CancellationToken.None))
                await next(context);
        };

    /// <summary>Throws when there were too many, which ends the circuit. One circuit's events arrive one after the
    /// other: nothing here is shared.</summary>
    private void Count()
    {
        var now = clock.GetUtcNow();
        if (now - _since >= Span) (_since, _events) = (now, 0);
        if (++_events > EventsMax)
            throw new InvalidOperationException("A circuit sends faster than anybody can and is ended.");
    }
}

using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace EShop.Web.Accounts;

/// <summary>Looks at the session before anything that a browser sends into its circuit is acted on: who was signed out
/// elsewhere finishes no click (abuse 84).</summary>
internal sealed class CircuitGuard(AuthenticationStateProvider sessions) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            if (sessions is not CircuitSessions own || await own.StillHoldsAsync(CancellationToken.None))
                await next(context);
        };
}

using EShop.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace EShop.Web.Accounts;

/// <summary>An open circuit asks as often as a cookie does: when the session has ended, its user is a guest and every
/// page of it says so. Commands ask again by themselves (StaffGate).</summary>
internal sealed class CircuitSessions(ILoggerFactory loggers, CheckSession checkSession)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => Sessions.CheckEvery;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (user.AccountIdOrNull() is not { } id)
            return true;
        var request = new CheckSessionRequest(id, user.Stamp() ?? "");
        var answer = await checkSession.ExecuteAsync(request, cancellationToken);
        return answer.Account is { } account && account.IsAdmin == user.IsInRole(SignedInUser.AdminRole);
    }
}

using System.Security.Claims;
using EShop.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace EShop.Web.Accounts;

/// <summary>An open circuit asks once a minute by itself and with everything that is done in it (<see
/// cref="CircuitGuard"/>): when the session has ended, its user is a guest and every page of it says so.</summary>
internal sealed class CircuitSessions(ILoggerFactory loggers, CheckSession checkSession)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => Sessions.CheckEvery;

    /// <summary>Somebody did something: false when they are not signed in any more, and then the pages know.</summary>
    public async Task<bool> StillHoldsAsync(CancellationToken ct)
    {
        var state = await GetAuthenticationStateAsync();
        if (await HoldsAsync(state.User, isInUse: true, ct))
            return true;
        var guest = new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()));
        SetAuthenticationState(Task.FromResult(guest));
        return false;
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        HoldsAsync(authenticationState.User, isInUse: false, cancellationToken);

    private async Task<bool> HoldsAsync(ClaimsPrincipal user, bool isInUse, CancellationToken ct)
    {
        if (user.AccountIdOrNull() is not { } id)
            return true;
        var answer = await checkSession.ExecuteAsync(new CheckSessionRequest(user.SessionKey() ?? "", isInUse), ct);
        return answer.Account is { } account && account.Id == id
            && account.IsAdmin == user.IsInRole(SignedInUser.AdminRole);
    }
}

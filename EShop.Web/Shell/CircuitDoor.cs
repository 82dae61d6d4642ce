using EShop.Core;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.Extensions.Options;

namespace EShop.Web.Shell;

/// <summary>
/// Circuits are for admins: a socket costs memory for as long as it stands, and no page of a shopper needs one. So
/// nobody else opens any, and one admin, one network and all together at most so many on a node (abuse 79).
/// </summary>
internal sealed class CircuitDoor(IOptions<CircuitLimits> limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _ofAccounts = [];
    private readonly Dictionary<NetworkAddress, int> _ofNetworks = [];
    private int _open;

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.User.IsInRole(SignedInUser.AdminRole) || context.User.AccountIdOrNull() is not { } account)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var network = NetworkAddress.Of(context.Connection.RemoteIpAddress);
        if (WhyNot(account, network) is { } refusal)
        {
            context.Response.StatusCode = refusal;
            return;
        }

        // A socket's request lasts as long as the socket.
        try
        {
            await next(context);
        }
        finally
        {
            Leave(account, network);
        }
    }

    /// <summary>Null: it is let in, and counted.</summary>
    private int? WhyNot(long account, NetworkAddress network)
    {
        var most = limits.Value;
        lock (_gate)
        {
            var (mine, here) = (_ofAccounts.GetValueOrDefault(account), _ofNetworks.GetValueOrDefault(network));
            if (mine >= most.PerAccountMax || here >= most.PerNetworkMax) return StatusCodes.Status429TooManyRequests;
            if (_open >= most.Max) return StatusCodes.Status503ServiceUnavailable;
            (_ofAccounts[account], _ofNetworks[network]) = (mine + 1, here + 1);
            _open++;
            return null;
        }
    }

    private void Leave(long account, NetworkAddress network)
    {
        lock (_gate)
        {
            _open--;
            if (--_ofAccounts[account] == 0) _ofAccounts.Remove(account);
            if (--_ofNetworks[network] == 0) _ofNetworks.Remove(network);
        }
    }
}

using System.Collections.Concurrent;
using EShop.Web.Accounts;

namespace EShop.Web.Shell;

/// <summary>
/// Circuits are for admins: a socket costs memory for as long as it stands, and no page of a shopper needs one. So
/// nobody else opens any, and one admin at most so many on a node (abuse 79).
/// </summary>
internal sealed class CircuitDoor
{
    /// <summary>Each tab of management is one; a tab that reconnects has two for a moment.</summary>
    public const int PerAccountMax = 20;

    private readonly ConcurrentDictionary<long, int> _open = new();

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.User.IsInRole(SignedInUser.AdminRole) || context.User.AccountIdOrNull() is not { } account)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        // A socket's request lasts as long as the socket.
        var open = _open.AddOrUpdate(account, 1, (_, before) => before + 1);
        try
        {
            if (open > PerAccountMax) context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            else await next(context);
        }
        finally
        {
            Leave(account);
        }
    }

    private void Leave(long account)
    {
        while (_open.TryGetValue(account, out var open))
            if (open > 1 ? _open.TryUpdate(account, open - 1, open) : _open.TryRemove(new(account, open))) return;
    }
}

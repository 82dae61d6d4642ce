using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Support;

internal sealed class TestShopOptions
{
    public RedisServer Redis { get; set; } = RedisServer.Embedded;

    /// <summary>False: the database has no table yet.</summary>
    public bool IsMigrated { get; set; } = true;

    /// <summary>Settings by their full name, as <c>Orders:PayWithin</c> = <c>00:00:30</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Faults at exact places: command, transaction and save interceptors of both stores.</summary>
    public List<IInterceptor> Interceptors { get; } = [];

    /// <summary>Registered after the core, so that it wins: a gateway, mail sender or object store that fails.
    /// </summary>
    public Action<IServiceCollection> Services { get; set; } = _ => { };
}

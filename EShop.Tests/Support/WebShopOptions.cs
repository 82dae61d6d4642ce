namespace EShop.Tests.Support;

internal sealed class WebShopOptions
{
    public Store Store { get; set; } = Store.Sqlite;

    /// <summary>The built program; one of another folder to take parts away from it.</summary>
    public string Program { get; set; } = Repository.WebProgram;

    public RedisServer Redis { get; set; } = RedisServer.Real;

    /// <summary>True: it can be told where to die or to stand still; see <see cref="Faults.ShopFault"/>.</summary>
    public bool HasFaults { get; set; }

    /// <summary>The way to its database, for a wire in between; tests go straight there.</summary>
    public Func<string, string> PostgresThrough { get; set; } = connection => connection;

    /// <summary>Settings by their full name, as <c>Orders:PayWithin</c> = <c>00:00:05</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = [];
}

namespace EShop.Tests.Support;

internal sealed class WebShopOptions
{
    public Store Store { get; set; } = Store.Sqlite;

    /// <summary>The built program; one of another folder to take parts away from it.</summary>
    public string Program { get; set; } = Repository.WebProgram;

    public RedisServer Redis { get; set; } = RedisServer.Real;

    /// <summary>Settings by their full name, as <c>Orders:PayWithin</c> = <c>00:00:05</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = [];
}

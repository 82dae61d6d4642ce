namespace EShop.Core.Storage;

/// <summary>Where the rows are; section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>An Npgsql connection string. Default: none, the rows are in a SQLite file in the data folder, which
    /// serves one machine. Several nodes need PostgreSQL.</summary>
    public string? Postgres { get; set; }

    /// <summary>How long a write waits for another process that has SQLite to itself, or for a row that another session
    /// of PostgreSQL has locked, 0.1 to 60 s, default 5 s; then the shopper is asked to try again.</summary>
    public TimeSpan BusyWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long PostgreSQL may take for one statement, 1 to 300 s, default 15 s; then the connection is given
    /// up and the shopper asked to try again. It bounds what a server that does not answer any more can hold up.
    /// </summary>
    public TimeSpan StatementTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a transaction that a store broke off (deadlock, lost connection before the commit) is run
    /// again, 0 to 10, default 5.</summary>
    public int RetriesMax { get; set; } = 5;
}

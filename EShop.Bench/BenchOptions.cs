using System.CommandLine;

namespace EShop.Bench;

/// <summary>The options that the benches share: how many at once, which store, which Redis.</summary>
internal sealed class BenchOptions
{
    private const string PostgresVariable = "ESHOP_BENCH_POSTGRES";

    private readonly Option<int?> _parallel;

    private readonly Option<string> _store = new("--store")
    {
        Description = "sqlite or postgres",
        DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = $"connection string of a PostgreSQL server, on which a database is made and dropped again; "
            + $"else the environment variable {PostgresVariable}",
    };

    private readonly Option<string> _redis = new("--redis")
    {
        Description = "embedded, or the address of a Redis",
        DefaultValueFactory = _ => "embedded",
    };

    /// <param name="parallel">What is measured when no number is given, in words.</param>
    public BenchOptions(Command command, string parallel)
    {
        _parallel = new("--parallel")
        {
            Description = $"only this many shoppers at once (1 to 10,000); else {parallel}",
        };
        _store.AcceptOnlyFromAmong("sqlite", "postgres");
        _parallel.Validators.Add(result =>
        {
            if (result.GetValue(_parallel) is < 1 or > 10_000) result.AddError("--parallel is from 1 to 10,000.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_store) == "postgres" && PostgresOf(result.GetValue(_postgres)) is null)
                result.AddError($"--store postgres needs --postgres CONNECTION, or {PostgresVariable}.");
        });
        command.Add(_parallel);
        command.Add(_store);
        command.Add(_postgres);
        command.Add(_redis);
    }

    public int? ParallelOf(ParseResult parsed) => parsed.GetValue(_parallel);

    public BenchParts PartsOf(ParseResult parsed) => new(
        parsed.GetValue(_store) == "postgres" ? PostgresOf(parsed.GetValue(_postgres)) : null,
        parsed.GetValue(_redis) is var redis && redis == "embedded" ? null : redis);

    private static string? PostgresOf(string? option) =>
        option ?? Environment.GetEnvironmentVariable(PostgresVariable);
}

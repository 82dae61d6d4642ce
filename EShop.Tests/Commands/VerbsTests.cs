using System.Text.Json;
using EShop.Tests.Support;

namespace EShop.Tests.Commands;

/// <summary>The built program, called as an operator calls it.</summary>
public sealed class VerbsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eshop-verbs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("--nonsense", "'--nonsense'")]
    [InlineData("audit --jsn", "'--jsn'")]
    [InlineData("import", "'FILE'")]
    [InlineData("help nonsense", "'nonsense'")]
    [InlineData("demo-customers --count x", "'x'")]
    [InlineData("--urls nowhere", "'nowhere'")]
    [InlineData("create-admin nobody", "'nobody'")]
    [InlineData("forget-factors nobody", "'nobody'")]
    public async Task A_wrong_word_is_named_in_a_line_and_exits_2(string arguments, string named)
    {
        var answer = await RunAsync(arguments);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(named, answer.Errors, StringComparison.Ordinal);
        AssertPlain(answer);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("-h")]
    [InlineData("--help")]
    public async Task Help_names_every_verb(string arguments)
    {
        var answer = await RunAsync(arguments);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Errors));
        Assert.All(
            new[] { "audit", "import", "create-admin", "forget-factors", "demo-customers", "help" },
            verb => Assert.Contains(verb, answer.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Shop:Currency", "yuan", "Shop:Currency: three capital letters, as in CNY")]
    [InlineData("Shop:DataFoldr", "x", "Shop:DataFoldr is not a setting")]
    [InlineData("Orders:PayLimit", "soon", "Orders:PayLimit: 'soon' is not a TimeSpan")]
    [InlineData("Orders:PayLimit", "00:00:00", "Orders:PayLimit must be between")]
    [InlineData("Storage:Postgres", "nonsense", "Storage:Postgres is not a connection string")]
    [InlineData("Objects:Kind", "S3", "Objects:Bucket is missing")]
    [InlineData("Telemetry:Otlp", "collector", "Telemetry:Otlp must be an address such as http://collector:4318")]
    [InlineData("Telemetry:SendEvery", "soon", "Telemetry:SendEvery: 'soon' is not a TimeSpan")]
    [InlineData("Telemetry:TraceShare", "2", "Telemetry:TraceShare must be between 0 and 1")]
    [InlineData("Telemetry:CountEvery", "00:00:00", "Telemetry:CountEvery must be between 00:00:01 and 00:10:00")]
    public async Task A_wrong_setting_stops_the_start_by_name(string name, string value, string expected)
    {
        var answer = await RunAsync("", (name, value));
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(expected, answer.Errors, StringComparison.Ordinal);
        AssertPlain(answer);
    }

    [Fact]
    public async Task An_audit_without_a_shop_says_so_and_makes_none()
    {
        var answer = await RunAsync("audit");
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("There is no database", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_admin_is_made_once_and_the_books_stay_clean()
    {
        var made = await RunAsync("create-admin boss@example.com");
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        Assert.Contains("shown this once", made.Output, StringComparison.Ordinal);
        var again = await RunAsync("create-admin boss@example.com");
        Assert.Contains("nothing was changed", again.Output, StringComparison.Ordinal);
        var audit = await RunAsync("audit --json");
        Assert.Equal(0, audit.ExitCode);
        using var json = JsonDocument.Parse(audit.Output);
        Assert.True(json.RootElement.GetProperty("clean").GetBoolean());
        Assert.Equal(27, json.RootElement.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var answer = await RunAsync("", ("Shop:DataFolder", file));
        Assert.Equal(3, answer.ExitCode);
        Assert.Contains(file, answer.Errors, StringComparison.Ordinal);
        AssertPlain(answer);
    }

    private static void AssertPlain(VerbAnswer answer)
    {
        Assert.Equal("", answer.Output);
        Assert.DoesNotContain("   at ", answer.Errors, StringComparison.Ordinal);
    }

    private async Task<VerbAnswer> RunAsync(string arguments, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Shop:DataFolder"] = _folder };
        foreach (var (name, value) in settings) all[name] = value;
        using var verb = ShopProcess.Start(all, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var ct = TestContext.Current.CancellationToken;
        var (output, errors) = (verb.StandardOutput.ReadToEndAsync(ct), verb.StandardError.ReadToEndAsync(ct));
        await verb.WaitForExitAsync(ct);
        return new VerbAnswer(verb.ExitCode, await output, await errors);
    }
}

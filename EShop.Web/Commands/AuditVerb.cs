using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EShop.Core.Books;
using EShop.Core.Storage;

namespace EShop.Web.Commands;

/// <summary><c>audit [--json]</c>: checks the books; 1 when a line is broken. Changes nothing.</summary>
internal static class AuditVerb
{
    public static Command Of(VerbConsole console)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object instead of a table" };
        var audit = new Command("audit", "Check that the books balance; exit code 1 if a line is broken") { json };
        audit.SetAction((parsed, ct) => RunAsync(console, parsed.GetValue(json), ct));
        return audit;
    }

    private static async Task<int> RunAsync(VerbConsole console, bool isJson, CancellationToken ct)
    {
        await using var shop = VerbShop.Open();
        switch (await shop.Get<ReadStoreState>().ExecuteAsync(ct))
        {
            case ReadStoreStateStatus.Away:
                console.Refuse($"There is no database to check (data folder {shop.DataFolder}). Start the shop first.");
                return ExitCode.Failed;
            case ReadStoreStateStatus.Outdated:
                console.Refuse("The database is older than this program. Start the shop once: that updates it.");
                return ExitCode.Failed;
            case ReadStoreStateStatus.Ready:
                break;
        }

        // SQLite works on the thread that asks; this one is to listen for Ctrl+C and SIGTERM meanwhile.
        var check = shop.Get<CheckBooks>();
        var result = await Task.Run(() => check.ExecuteAsync(new CheckBooksRequest(IsSaved: false), ct), ct);
        if (isJson) console.Say(JsonOf(result));
        else TellTable(console, result);
        return result.Status == CheckBooksStatus.Clean ? ExitCode.Done : ExitCode.Failed;
    }

    private static void TellTable(VerbConsole console, CheckBooksResult result)
    {
        foreach (var line in result.Lines) console.Say(RowOf(line));
        var broken = result.Lines.Count(line => !line.IsOk);
        var verdict = broken == 0 ? "all hold" : string.Create(CultureInfo.InvariantCulture, $"{broken} broken");
        console.Say(string.Create(
            CultureInfo.InvariantCulture, $"{result.Lines.Count} lines, {verdict}, {result.Took.TotalSeconds:0.00} s"));
    }

    private static string RowOf(BookLine line)
    {
        var outcome = line.IsOk
            ? "OK"
            : string.Create(CultureInfo.InvariantCulture,
                $"BROKEN ({line.OffenderCount}): {string.Join(", ", line.Offenders)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Name,-16}{line.Kind.ToString().ToLowerInvariant(),-9}{line.RowsChecked,10} rows  {outcome}");
    }

    private static string JsonOf(CheckBooksResult result) => JsonSerializer.Serialize(
        new
        {
            Clean = result.Status == CheckBooksStatus.Clean,
            result.At,
            TookMs = (long)result.Took.TotalMilliseconds,
            Lines = result.Lines.Select(line => new
            {
                line.Name,
                Kind = line.Kind.ToString().ToLowerInvariant(),
                Rows = line.RowsChecked,
                Ok = line.IsOk,
                line.OffenderCount,
                line.Offenders,
                TookMs = (long)line.Took.TotalMilliseconds,
            }),
        },
        JsonSerializerOptions.Web);
}

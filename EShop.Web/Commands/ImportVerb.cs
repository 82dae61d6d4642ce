using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using EShop.Core.Catalog.Import;

namespace EShop.Web.Commands;

/// <summary><c>import FILE [--json]</c>: the product CSV that Shopify exports; 2 when a row was rejected.</summary>
internal static class ImportVerb
{
    // Reasons may quote Chinese cells; they are read by people and programs, not put into a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Of(VerbConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A product CSV as Shopify exports it, in UTF-8" };
        var json = new Option<bool>("--json") { Description = "The summary as one JSON object" };
        var import = new Command("import", "Take in products; exit code 2 if a row was rejected") { file, json };
        import.SetAction((parsed, ct) =>
            RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(json), ct));
        return import;
    }

    private static async Task<int> RunAsync(VerbConsole console, string file, bool isJson, CancellationToken ct)
    {
        await using var shop = await VerbShop.OpenToWriteAsync(ct);
        using var progress = new ProgressLine(console, "products");
        var request = new ImportProductsRequest(Path.GetFullPath(file), progress);
        var result = await shop.Get<ImportProducts>().ExecuteAsync(request, ct);
        progress.End();
        if (isJson) console.Say(JsonOf(result));
        else Tell(console, file, result);
        return result.Rejected.Count == 0 ? ExitCode.Done : ExitCode.WrongUse;
    }

    private static void Tell(VerbConsole console, string file, ImportProductsResult result)
    {
        if (result.Status != ImportProductsStatus.Imported)
        {
            var fault = result.Rejected[0];
            var place = fault.Line > 0 ? $"{file}, line {fault.Line}" : file;
            console.Refuse($"{place}: {fault.Reason}. Nothing was changed.");
            return;
        }

        foreach (var row in result.Rejected) console.Refuse($"line {row.Line}: {row.Reason}");
        console.Say($"{result.Products} products with {result.Skus} SKUs: {result.Created} created, "
            + $"{result.Updated} updated, {result.Unchanged} unchanged; {result.Rejected.Count} rows rejected");
        if (result.PicturesLeftOut > 0)
            console.Say($"{result.PicturesLeftOut} pictures lie elsewhere and were not fetched");
        if (result.Products > 0 && result.Unchanged == result.Products) console.Say("Nothing was changed.");
    }

    private static string JsonOf(ImportProductsResult result) => JsonSerializer.Serialize(
        new
        {
            result.Products,
            result.Skus,
            result.Created,
            result.Updated,
            result.Unchanged,
            Rejected = result.Rejected.Select(row => new { row.Line, row.Reason }),
        },
        Json);
}

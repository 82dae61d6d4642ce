using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Catalog.Import;

public enum ImportProductsStatus
{
    NoSuchFile = 1,
    IsFolder,

    /// <summary>It cannot be opened: no right to, or another program has it.</summary>
    Unreadable,
    Empty,
    TooLarge,
    NotUtf8,

    /// <summary>The header row lacks a column, or cannot be read.</summary>
    BadHeader,

    /// <summary>Read to its end; single products may have been left out, see the rejected rows.</summary>
    Imported,
}

/// <param name="Progress">Told after each product how many of how many are done.</param>
public sealed record ImportProductsRequest(string File, IProgress<ImportProgress>? Progress);

public sealed record ImportProgress(int Done, int Total);

/// <param name="Products">Products of the file that are in the shop now: created, updated and unchanged ones.</param>
/// <param name="PicturesLeftOut">Pictures that the file names by address; they are not fetched.</param>
/// <param name="Rejected">By line. A file that was refused as a whole has one row that says why.</param>
public sealed record ImportProductsResult(
    ImportProductsStatus Status, int Products, int Skus, int Created, int Updated, int Unchanged,
    int PicturesLeftOut, IReadOnlyList<RejectedRow> Rejected);

/// <summary>Takes in the product CSV that Shopify exports. Each product is one transaction; one with a bad row is left
/// out whole; the same file again changes nothing.</summary>
public sealed partial class ImportProducts(ShopStore store, TimeProvider time, ILogger<ImportProducts> logger)
{
    private const long BytesMax = 256 * 1024 * 1024;

    public async Task<ImportProductsResult> ExecuteAsync(ImportProductsRequest request, CancellationToken ct)
    {
        if (Directory.Exists(request.File)) return Refused(ImportProductsStatus.IsFolder, 0, "it is a folder");
        if (!File.Exists(request.File)) return Refused(ImportProductsStatus.NoSuchFile, 0, "there is no such file");
        FileStream stream;
        try
        {
            stream = new FileStream(request.File, new FileStreamOptions
            {
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return Refused(ImportProductsStatus.Unreadable, 0, "it cannot be opened: no right to, or it is in use");
        }
        await using (stream) return await ImportAsync(stream, request.Progress, ct);
    }

    /// <summary>The same of a file that is open already.</summary>
    internal async Task<ImportProductsResult> ImportAsync(
        FileStream stream, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        if (stream.Length == 0) return Refused(ImportProductsStatus.Empty, 0, "the file is empty");
        if (stream.Length > BytesMax)
            return Refused(ImportProductsStatus.TooLarge, 0, $"it is larger than {BytesMax / 1024 / 1024} MB");
        var file = new ImportFile(stream);
        if (await file.FirstLineNotUtf8Async(ct) is { } bad)
            return Refused(ImportProductsStatus.NotUtf8, bad, "the file is not UTF-8 text; save it as CSV UTF-8");
        await using var looked = await file.RowsAsync(ct);
        var (columns, fault) = await looked.MoveNextAsync()
            ? ImportColumns.Read(looked.Current)
            : (null, "there is no header row");
        if (columns is null) return Refused(ImportProductsStatus.BadHeader, 1, fault!);
        var check = new ImportCheck();
        await foreach (var group in ImportGroups.ReadAsync(columns, looked.RestAsync(), ct)) check.Look(columns, group);
        return await TakeInAsync(file, columns, (check, progress), ct);
    }

    private async Task<ImportProductsResult> TakeInAsync(
        ImportFile file, ImportColumns columns, (ImportCheck Check, IProgress<ImportProgress>? Progress) run,
        CancellationToken ct)
    {
        await using var rows = await file.RowsAsync(ct);
        await rows.MoveNextAsync();
        var (sum, total, done) = (Refused(ImportProductsStatus.Imported, 0, ""), run.Check.Products, 0);
        await foreach (var group in ImportGroups.ReadAsync(columns, rows.RestAsync(), ct))
        {
            if (group.Rows.Count == 0 || run.Check.LeavesOut(group.Handle)) continue;
            sum = await TakeInAsync(ImportReader.Read(columns, group.Handle, group.Rows), sum, run.Check, ct);
            run.Progress?.Report(new ImportProgress(++done, total));
        }
        var rejected = run.Check.Rejected.OrderBy(r => r.Line).ToList();
        LogImported(sum.Created, sum.Updated, sum.Unchanged, rejected.Count);
        return sum with { Products = sum.Created + sum.Updated + sum.Unchanged, Rejected = rejected };
    }

    private async Task<ImportProductsResult> TakeInAsync(
        ImportedProduct read, ImportProductsResult sum, ImportCheck check, CancellationToken ct)
    {
        try
        {
            var product = read with { Body = SafeBody(read) };
            var now = time.GetUtcNow();
            var outcome = await store.WriteAsync(db => new ImportWrite(db, now, product).RunAsync(ct), ct);
            return (outcome switch
            {
                ImportOutcome.Created => sum with { Created = sum.Created + 1 },
                ImportOutcome.Updated => sum with { Updated = sum.Updated + 1 },
                ImportOutcome.Unchanged => sum with { Unchanged = sum.Unchanged + 1 },
                _ => throw new InvalidOperationException($"Unknown outcome: {outcome}."),
            }) with
            {
                Skus = sum.Skus + product.Skus.Count,
                PicturesLeftOut = sum.PicturesLeftOut + product.Pictures,
            };
        }
        catch (ImportRowException error)
        {
            check.Reject(read.Handle, error.Row);
            return sum;
        }
    }

    private static string SafeBody(ImportedProduct product)
    {
        var body = SafeHtml.Clean(product.Body);
        return body.Length <= Product.DescriptionMax
            ? body
            : throw new ImportRowException(product.Line,
                $"{ImportColumns.Body} has {body.Length} characters; at most {Product.DescriptionMax} are allowed");
    }

    private static ImportProductsResult Refused(ImportProductsStatus status, int line, string reason) =>
        new(status, 0, 0, 0, 0, 0, 0, [new RejectedRow(line, reason)]);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Imported: {Created} created, {Updated} updated, {Unchanged} unchanged, {Rejected} rejected")]
    private partial void LogImported(int created, int updated, int unchanged, int rejected);
}

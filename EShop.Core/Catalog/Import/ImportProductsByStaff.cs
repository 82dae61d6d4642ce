using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;

namespace EShop.Core.Catalog.Import;

public enum ImportProductsByStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The file was refused as a whole; the result says why.</summary>
    Refused,

    /// <summary>Read to its end; single products may have been left out, see the result.</summary>
    Imported,
}

/// <param name="FileName">For the trail only.</param>
public sealed record ImportProductsByStaffRequest(
    long ActorId, string FileName, Stream Content, IProgress<ImportProgress>? Progress);

/// <param name="Import">Null: not allowed.</param>
public sealed record ImportProductsByStaffResult(ImportProductsByStaffStatus Status, ImportProductsResult? Import);

/// <summary>Staff sends a product CSV. Each product is one transaction: an import that was broken off is gone on with
/// by the same file.</summary>
public sealed class ImportProductsByStaff(
    ImportProducts import, ShopStore store, StaffGate gate, TimeProvider clock)
{
    /// <summary>20 MB, about 50,000 rows; larger files go in by the verb.</summary>
    public const long BytesMax = 20 * 1024 * 1024;

    private const int NameMax = 100;

    public async Task<ImportProductsByStaffResult> ExecuteAsync(
        ImportProductsByStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ImportProductsByStaffResult(ImportProductsByStaffStatus.NotAllowed, null);
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            });
        await request.Content.CopyToAsync(file, ct);
        var result = await import.ImportAsync(file, request.Progress, ct);
        if (result.Status != ImportProductsStatus.Imported)
            return new ImportProductsByStaffResult(ImportProductsByStaffStatus.Refused, result);
        // The products are in by now; that is told even if the page was left meanwhile.
        await store.WriteAsync(db => Task.FromResult(Tell(db, request, result)), CancellationToken.None);
        return new ImportProductsByStaffResult(ImportProductsByStaffStatus.Imported, result);
    }

    private bool Tell(ShopDbContext db, ImportProductsByStaffRequest request, ImportProductsResult result)
    {
        var name = request.FileName.Length <= NameMax ? request.FileName : request.FileName[..NameMax];
        StaffTrail.Add(
            db, clock.GetUtcNow(), request.ActorId, "product.import", $"file {name}", "",
            string.Create(CultureInfo.InvariantCulture, $"created {result.Created}, updated {result.Updated}, "
                + $"unchanged {result.Unchanged}, rejected {result.Rejected.Count}"));
        return true;
    }
}

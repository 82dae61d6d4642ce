using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Import;

internal enum ImportOutcome { Created = 1, Updated, Unchanged }

/// <summary>Writes one imported product in the caller's transaction: what the file says, stock as movements.</summary>
internal sealed class ImportWrite(ShopDbContext db, DateTimeOffset now, ImportedProduct file)
{
    /// <exception cref="ImportRowException">It cannot be written; the transaction must not be committed.</exception>
    public async Task<ImportOutcome> RunAsync(CancellationToken ct)
    {
        var product = await db.Set<Product>().AsTracking().Include(p => p.Options).Include(p => p.Skus)
            .SingleOrDefaultAsync(p => p.Handle == file.Handle, ct);
        await RefuseForeignCodesAsync(product?.Id ?? 0, ct);
        var outcome = product is null ? ImportOutcome.Created : ImportOutcome.Unchanged;
        var categoryId = await CategoryIdAsync(ct);
        product ??= NewProduct(categoryId);
        Fill(product, categoryId);
        FillOptions(product);
        var stock = FillSkus(product);
        product.Refresh();
        if (outcome == ImportOutcome.Unchanged && !db.ChangeTracker.HasChanges()) return ImportOutcome.Unchanged;
        product.UpdatedAt = now;
        product.Version++;
        await db.SaveChangesAsync(ct);
        foreach (var (sku, change) in stock.OrderBy(s => s.Sku.Id)) await BookAsync(sku, change, ct);
        return outcome == ImportOutcome.Created ? outcome : ImportOutcome.Updated;
    }

    private async Task RefuseForeignCodesAsync(long productId, CancellationToken ct)
    {
        var codes = file.Skus.Select(s => s.Code).ToList();
        var foreign = await db.Set<Sku>().Where(s => codes.Contains(s.Code) && s.ProductId != productId)
            .Select(s => s.Code).FirstOrDefaultAsync(ct);
        if (foreign is not null)
            throw new ImportRowException(file.Skus.First(s => s.Code == foreign).Line,
                $"{ImportColumns.SkuCode} {foreign} belongs to another product of the shop");
    }

    private async Task<long> CategoryIdAsync(CancellationToken ct)
    {
        var handle = Handles.Of(file.Category, Product.HandleMax) is { Length: > 0 } some ? some : "imported";
        var found = await db.Set<Category>().Where(c => c.Handle == handle).Select(c => c.Id).FirstOrDefaultAsync(ct);
        if (found != 0) return found;
        var category = new Category
        {
            Handle = handle,
            Name = In(LocalizedText.Empty, char.ToUpperInvariant(file.Category[0]) + file.Category[1..]),
            Tint = "#F4EDE4",
            TintDark = "#3A332B",
            Position = await db.Set<Category>().MaxAsync(c => (int?)c.Position, ct) + 1 ?? 0,
        };
        db.Add(category);
        await db.SaveChangesAsync(ct);
        return category.Id;
    }

    private Product NewProduct(long categoryId)
    {
        var product = new Product
        {
            Handle = file.Handle,
            CategoryId = categoryId,
            Name = LocalizedText.Empty,
            Description = LocalizedText.Empty,
            State = file.State,
            CreatedAt = now,
        };
        db.Add(product);
        return product;
    }

    private void Fill(Product product, long categoryId)
    {
        product.CategoryId = categoryId;
        product.Name = In(product.Name, file.Title);
        product.Description = In(product.Description, file.Body);
        product.Brand = file.Vendor;
        product.Tags = TagList.Join(file.Tags);
        product.State = file.State;
    }

    private void FillOptions(Product product)
    {
        for (var position = 1; position <= file.OptionNames.Count; position++)
        {
            var name = file.OptionNames[position - 1];
            var option = product.Options.SingleOrDefault(o => o.Position == position);
            if (option is null)
                product.Options.Add(new ProductOption { Position = position, Name = In(LocalizedText.Empty, name) });
            else option.Name = Or(option.Name, name);
        }
        foreach (var gone in product.Options.Where(o => o.Position > file.OptionNames.Count).ToList())
            product.Options.Remove(gone);
    }

    // What the file no longer names cannot be bought any more; it stays for the orders that had it.
    private List<(Sku Sku, StockStep Step)> FillSkus(Product product)
    {
        List<(Sku, StockStep)> stock = [];
        var last = -1;
        foreach (var row in file.Skus)
        {
            var sku = product.Skus.SingleOrDefault(s => s.Code == row.Code);
            if (sku is null)
            {
                sku = new Sku { Code = row.Code, PriceMinor = row.Price.Minor };
                product.Skus.Add(sku);
            }
            // Only the order counts: what the file leaves out may stand between.
            last = sku.Position = Math.Max(last + 1, sku.Position);
            var step = Fill(sku, row);
            if (step.Difference != 0) stock.Add((sku, step));
        }
        var codes = file.Skus.Select(s => s.Code).ToHashSet();
        foreach (var gone in product.Skus.Where(s => !codes.Contains(s.Code))) gone.IsActive = false;
        return stock;
    }

    /// <summary>What the file's quantity means for the stock.</summary>
    private sealed record StockStep(long Difference, bool IsFirst, int Line);

    private static StockStep Fill(Sku sku, ImportedSku row)
    {
        sku.Value1 = Or(sku.Value1, row.Values.ElementAtOrDefault(0) ?? "");
        sku.Value2 = Or(sku.Value2, row.Values.ElementAtOrDefault(1) ?? "");
        sku.Value3 = Or(sku.Value3, row.Values.ElementAtOrDefault(2) ?? "");
        sku.PriceMinor = row.Price.Minor;
        sku.CompareAtMinor = row.CompareAt > row.Price ? row.CompareAt.Value.Minor : null;
        sku.WeightGrams = row.Grams;
        sku.Barcode = row.Barcode;
        sku.IsActive = true;
        var before = sku.ImportedQuantity;
        sku.ImportedQuantity = row.Quantity ?? before;
        return new StockStep((sku.ImportedQuantity ?? 0) - (before ?? 0), before is null, row.Line);
    }

    private async Task BookAsync(Sku sku, StockStep step, CancellationToken ct)
    {
        var reason = step.IsFirst ? StockReason.Received : StockReason.Corrected;
        var change = new StockChange(sku.Id, step.Difference, reason, null, "Import");
        if (!await StockLedger.ChangeAsync(db, now, change, ct))
            throw new ImportRowException(step.Line,
                $"{ImportColumns.Quantity} went down by {-step.Difference}, and fewer of {sku.Code} are free");
    }

    // The file does not say its language; the other language's text is kept.
    private static LocalizedText In(LocalizedText before, string text) =>
        IsChinese(text) ? before with { Zh = text } : before with { En = text };

    public static bool IsChinese(string text) => text.Any(c => c is >= '\u3400' and <= '\u9FFF');

    // A value that changed is another value: "blue" must not keep the Chinese name of "red".
    private static LocalizedText Or(LocalizedText before, string text) =>
        text == before.En || text == before.Zh ? before : In(LocalizedText.Empty, text);
}

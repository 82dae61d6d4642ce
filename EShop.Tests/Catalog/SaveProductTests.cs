using EShop.Core.Catalog;
using EShop.Core.Catalog.Manage;
using EShop.Core.Objects;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Catalog;

public sealed class SaveProductTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_product_is_made_and_changed_and_its_html_is_harmless(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, draft) = (await shop.AdminAsync(), await DraftAsync(shop));

        var made = await SaveAsync(shop, admin, (0, 0), draft);
        Assert.Equal(SaveProductStatus.Saved, made.Status);
        var shown = await ShowAsync(shop, admin, made.ProductId);
        Assert.Equal("<p>Soft</p>", shown.Draft.Description.En);
        Assert.Equal("new, linen", shown.Draft.Tags);
        Assert.Equal(["SHIRT-S", "own-code"], shown.Draft.Skus.Select(s => s.Code));

        var renamed = shown.Draft with
        {
            Name = new LocalizedText("Linen shirt, long", "长款亚麻衬衫"),
            Skus = [.. shown.Draft.Skus.Select(s => s with { Price = new Money(9_900), CompareAt = null })],
        };
        Assert.Equal(
            SaveProductStatus.Saved, (await SaveAsync(shop, admin, (made.ProductId, shown.Version), renamed)).Status);
        Assert.Equal(
            SaveProductStatus.Stale, (await SaveAsync(shop, admin, (made.ProductId, shown.Version), draft)).Status);

        var row = await shop.ReadAsync(db => db.Set<Product>().SingleAsync(p => p.Id == made.ProductId, Ct));
        Assert.Equal((9_900, "Linen shirt, long"), (row.PriceFromMinor, row.Name.En));
        Assert.Contains("long", row.SearchText, StringComparison.Ordinal);
        Assert.Equal(2, (await shop.TrailAsync()).Count);
    }

    [Theory, EachStore]
    public async Task Each_refusal_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, draft) = (await shop.AdminAsync(), await DraftAsync(shop));
        var made = await SaveAsync(shop, admin, (0, 0), draft);
        Assert.Equal(SaveProductStatus.NotFound, (await SaveAsync(shop, admin, (999, 0), draft)).Status);
        Assert.Equal(
            SaveProductStatus.HandleTaken,
            (await SaveAsync(shop, admin, (0, 0), draft with { Skus = [draft.Skus[0] with { Code = "x" }] })).Status);
        Assert.Equal(
            SaveProductStatus.CodeTaken,
            (await SaveAsync(shop, admin, (0, 0), draft with { Handle = "other" })).Status);
        (ProductDraft Draft, ProductFaultKind Kind)[] all =
        [
            (draft with { Name = LocalizedText.Empty }, ProductFaultKind.NameMissing),
            (draft with { Handle = "Not An Address" }, ProductFaultKind.HandleMalformed),
            (draft with { CategoryId = 999 }, ProductFaultKind.CategoryUnknown),
            (draft with { Skus = [] }, ProductFaultKind.NoSku),
            (WithSku(draft, s => s with { Price = Money.Zero }), ProductFaultKind.PriceOutOfRange),
            (WithSku(draft, s => s with { CompareAt = new Money(1) }), ProductFaultKind.CompareAtNotAbovePrice),
            (WithSku(draft, s => s with { Values = [] }), ProductFaultKind.SkuValueMissing),
            (WithSku(draft, s => s with { Values = draft.Skus[1].Values }), ProductFaultKind.SkuValuesTwice),
            (WithSku(draft, s => s with { Code = "own-code" }), ProductFaultKind.SkuCodeTwice),
            (WithSku(draft, s => s with { PersonMax = 0 }), ProductFaultKind.PersonMaxOutOfRange),
            (WithSku(draft, s => s with { PersonMax = 1000 }), ProductFaultKind.PersonMaxOutOfRange),
            (WithSku(draft, s => s with { LowStockAt = -1 }), ProductFaultKind.LowStockAtOutOfRange),
            (WithSku(draft, s => s with { SkuId = 999 }), ProductFaultKind.SkuUnknown),
        ];
        foreach (var (refused, kind) in all)
        {
            var result = await SaveAsync(shop, admin, (0, 0), refused with { Handle = $"{refused.Handle}2" });
            Assert.Equal((SaveProductStatus.Refused, kind), (result.Status, Assert.Single(result.Faults).Kind));
        }

        Assert.Equal(1, await shop.ReadAsync(db => db.Set<Product>().CountAsync(Ct)));
        Assert.Equal(made.ProductId, (await ShowAsync(shop, admin, made.ProductId)).Id);
    }

    [Theory, EachStore]
    public async Task What_is_no_picture_is_refused(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, draft) = (await shop.AdminAsync(), await DraftAsync(shop));
        var id = (await SaveAsync(shop, admin, (0, 0), draft)).ProductId;
        var request = new AddProductPictureRequest(admin, id, "no picture"u8.ToArray(), "A shirt");

        var refused = await shop.Get<AddProductPicture>().ExecuteAsync(request, Ct);

        Assert.Equal(
            new AddProductPictureResult(AddProductPictureStatus.PictureRefused, PictureStatus.UnknownType), refused);
        Assert.Equal(
            RemoveProductPictureStatus.NotFound,
            await shop.Get<RemoveProductPicture>().ExecuteAsync(new(admin, id, 999), Ct));
        Assert.Empty((await ShowAsync(shop, admin, id)).Pictures);
    }

    private static ProductDraft WithSku(ProductDraft draft, Func<SkuDraft, SkuDraft> change) =>
        draft with { Skus = [change(draft.Skus[0]), draft.Skus[1]] };

    private static async Task<ProductDraft> DraftAsync(TestShop shop)
    {
        var categoryId = await shop.WriteAsync(async db =>
        {
            var category = new Category
            {
                Handle = "clothes",
                Name = new LocalizedText("Clothes", "服装"),
                Tint = "#FFFFFF",
                TintDark = "#000000",
            };
            db.Add(category);
            await db.SaveChangesAsync(Ct);
            return category.Id;
        });
        return new ProductDraft(
            "shirt", categoryId, new LocalizedText("Linen shirt", "亚麻衬衫"),
            new LocalizedText("<p>Soft<script>alert(1)</script></p>", ""), "House", "New, linen ,new",
            ProductState.Draft,
            [new LocalizedText("Size", "尺码")],
            [
                new SkuDraft(0, "", [new LocalizedText("S", "")], new Money(12_900), new Money(15_900), 300, true),
                new SkuDraft(0, "own-code", [new LocalizedText("M", "")], new Money(12_900), null, 300, true),
            ]);
    }

    private static Task<SaveProductResult> SaveAsync(
        TestShop shop, long admin, (long Id, int Version) product, ProductDraft draft) =>
        shop.Get<SaveProduct>().ExecuteAsync(new(admin, product.Id, product.Version, draft), Ct);

    private static async Task<StaffProduct> ShowAsync(TestShop shop, long admin, long id) =>
        (await shop.Get<ShowProductForStaff>().ExecuteAsync(new(admin, id), Ct)).Product!;
}

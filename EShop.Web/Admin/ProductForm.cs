using System.Globalization;
using EShop.Core.Catalog;
using EShop.Core.Catalog.Manage;
using EShop.Core.Primitives;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>The form of a product: everything is text until it is read.</summary>
public sealed class ProductForm
{
    public string Handle { get; set; } = "";
    public string CategoryId { get; set; } = "";
    public string NameEn { get; set; } = "";
    public string NameZh { get; set; } = "";
    public string DescriptionEn { get; set; } = "";
    public string DescriptionZh { get; set; } = "";
    public string Brand { get; set; } = "";
    public string Tags { get; set; } = "";
    public string State { get; set; } = nameof(ProductState.Draft);

    /// <summary>So many of the options are saved already and can be renamed only.</summary>
    public int OptionsSaved { get; init; }

    public List<TextPair> Options { get; } = [];
    public List<SkuForm> Skus { get; } = [];

    public static ProductForm Of(ProductDraft draft)
    {
        var form = new ProductForm
        {
            Handle = draft.Handle,
            CategoryId = draft.CategoryId.ToString(CultureInfo.InvariantCulture),
            NameEn = draft.Name.En,
            NameZh = draft.Name.Zh,
            DescriptionEn = draft.Description.En,
            DescriptionZh = draft.Description.Zh,
            Brand = draft.Brand,
            Tags = draft.Tags,
            State = draft.State.ToString(),
            OptionsSaved = draft.Options.Count,
        };
        form.Options.AddRange(draft.Options.Select(TextPair.Of));
        form.Skus.AddRange(draft.Skus.Select(SkuForm.Of));
        return form;
    }

    public void AddOption()
    {
        if (Options.Count >= ProductDraft.OptionsMax) return;
        Options.Add(new TextPair());
        foreach (var sku in Skus) sku.Values.Add(new TextPair());
    }

    /// <summary>The last one, and only one that is not saved.</summary>
    public void RemoveOption()
    {
        if (Options.Count <= OptionsSaved) return;
        Options.RemoveAt(Options.Count - 1);
        foreach (var sku in Skus) sku.Values.RemoveAt(sku.Values.Count - 1);
    }

    public void AddSku()
    {
        if (Skus.Count >= ProductDraft.SkusMax) return;
        var sku = new SkuForm { Price = Skus.Count > 0 ? Skus[^1].Price : "" };
        sku.Values.AddRange(Options.Select(_ => new TextPair()));
        Skus.Add(sku);
    }

    /// <summary>The draft; null: the errors say which fields cannot be read.</summary>
    public ProductDraft? Read(FormErrors errors, IStringLocalizer<AdminWords> Words)
    {
        if (string.IsNullOrWhiteSpace(NameEn + NameZh)) errors.Add("name-en", Words["FaultNameMissing"]);
        if (string.IsNullOrWhiteSpace(Handle)) errors.Add("handle", Words["FaultHandleMalformed"]);
        if (!long.TryParse(CategoryId, NumberStyles.None, CultureInfo.InvariantCulture, out var categoryId))
            errors.Add("category", Words["FaultCategoryUnknown"]);
        var skus = Skus.Select((sku, index) => sku.Read(index, errors, Words)).ToList();
        return errors.Any ? null : new ProductDraft(
            Handle, categoryId, new LocalizedText(NameEn, NameZh), new LocalizedText(DescriptionEn, DescriptionZh),
            Brand, Tags, Enum.TryParse<ProductState>(State, out var state) ? state : ProductState.Draft,
            [.. Options.Select(o => o.Text)], [.. skus.OfType<SkuDraft>()]);
    }

    /// <summary>Which field a fault belongs to.</summary>
    public static string FieldOf(ProductFault fault) => fault.SkuIndex is { } index
        ? $"sku-{index}-{SkuFieldOf(fault.Kind)}"
        : fault.Kind switch
        {
            ProductFaultKind.NameMissing or ProductFaultKind.NameTooLong => "name-en",
            ProductFaultKind.HandleMalformed => "handle",
            ProductFaultKind.CategoryUnknown => "category",
            ProductFaultKind.DescriptionTooLong => "description-en",
            ProductFaultKind.BrandTooLong => "brand",
            ProductFaultKind.TagsTooLong => "tags",
            ProductFaultKind.OptionNameMissing or ProductFaultKind.TooManyOptions => "option-0",
            _ => "",
        };

    private static string SkuFieldOf(ProductFaultKind kind) => kind switch
    {
        ProductFaultKind.PriceOutOfRange => "price",
        ProductFaultKind.CompareAtNotAbovePrice => "before",
        ProductFaultKind.WeightOutOfRange => "weight",
        ProductFaultKind.PersonMaxOutOfRange => "person-max",
        ProductFaultKind.LowStockAtOutOfRange => "low",
        ProductFaultKind.SkuValueMissing or ProductFaultKind.SkuValuesTwice => "value",
        _ => "code",
    };
}

/// <summary>A text in both languages, while it is typed.</summary>
public sealed class TextPair
{
    public string En { get; set; } = "";
    public string Zh { get; set; } = "";

    public LocalizedText Text => new(En, Zh);

    public static TextPair Of(LocalizedText text) => new() { En = text.En, Zh = text.Zh };
}

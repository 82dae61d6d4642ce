using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Manage;

/// <summary>A product as staff wants it.</summary>
/// <param name="Handle">The last part of its address; read only when it is made, for addresses do not change.</param>
/// <param name="Description">HTML; what is not harmless in it is taken out.</param>
/// <param name="Tags">Words between commas.</param>
/// <param name="Options">The names of the ways in which its SKUs differ, at most three; those that there are can be
/// renamed and added to, not taken away.</param>
/// <param name="Skus">In their order. One that is left out stays as it is, for orders know it; it can be made
/// inactive.</param>
public sealed record ProductDraft(
    string Handle, long CategoryId, LocalizedText Name, LocalizedText Description, string Brand, string Tags,
    ProductState State, IReadOnlyList<LocalizedText> Options, IReadOnlyList<SkuDraft> Skus)
{
    public const int OptionsMax = Product.OptionsMax, SkusMax = Product.SkusMax;
}

/// <param name="SkuId">0: a new one.</param>
/// <param name="Code">Read only when it is made; empty: the shop makes one.</param>
/// <param name="Values">Its value of each option.</param>
public sealed record SkuDraft(
    long SkuId, string Code, IReadOnlyList<LocalizedText> Values, Money Price, Money? CompareAt, int WeightGrams,
    bool IsActive)
{
    /// <summary>How many one person may have, 1 to 999; null: as many as there are.</summary>
    public int? PersonMax { get; init; }

    /// <summary>With this many or fewer it runs low, and staff is told by mail; null: staff is not told.</summary>
    public int? LowStockAt { get; init; }

    internal LocalizedText Value(int index) => index < Values.Count ? Trim(Values[index]) : LocalizedText.Empty;

    internal static LocalizedText Trim(LocalizedText text) => new((text.En ?? "").Trim(), (text.Zh ?? "").Trim());
}

public enum ProductFaultKind
{
    NameMissing = 1,
    NameTooLong,
    HandleMalformed,
    CategoryUnknown,
    DescriptionTooLong,
    BrandTooLong,
    TagsTooLong,
    OptionNameMissing,
    TooManyOptions,
    NoSku,
    TooManySkus,
    SkuUnknown,
    SkuCodeMalformed,
    SkuCodeTwice,
    SkuValueMissing,
    SkuValuesTwice,
    PriceOutOfRange,
    CompareAtNotAbovePrice,
    WeightOutOfRange,
    PersonMaxOutOfRange,
    LowStockAtOutOfRange,
}

/// <param name="SkuIndex">Which of the draft's SKUs it is about; null: the product.</param>
public sealed record ProductFault(ProductFaultKind Kind, int? SkuIndex = null);

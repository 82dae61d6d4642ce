using System.Globalization;
using EShop.Core.Catalog.Manage;
using EShop.Core.Primitives;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>One SKU of the form of a product.</summary>
public sealed class SkuForm
{
    public long SkuId { get; init; }
    public string Code { get; set; } = "";
    public List<TextPair> Values { get; } = [];
    public string Price { get; set; } = "";
    public string CompareAt { get; set; } = "";
    public string Weight { get; set; } = "0";
    public string PersonMax { get; set; } = "";
    public string LowStockAt { get; set; } = "";
    public bool IsActive { get; set; } = true;

    public static SkuForm Of(SkuDraft draft)
    {
        var form = new SkuForm
        {
            SkuId = draft.SkuId,
            Code = draft.Code,
            Price = AdminInput.Text(draft.Price),
            CompareAt = draft.CompareAt is { } before ? AdminInput.Text(before) : "",
            Weight = draft.WeightGrams.ToString(CultureInfo.InvariantCulture),
            PersonMax = AdminInput.Text(draft.PersonMax),
            LowStockAt = AdminInput.Text(draft.LowStockAt),
            IsActive = draft.IsActive,
        };
        form.Values.AddRange(draft.Values.Select(TextPair.Of));
        return form;
    }

    internal SkuDraft? Read(int index, FormErrors errors, IStringLocalizer<AdminWords> Words)
    {
        var before = Money.Zero;
        var isRight = AdminInput.TryMoney(Price, out var price);
        if (!isRight) errors.Add($"sku-{index}-price", Words["NotAnAmount"]);
        if (CompareAt.Trim().Length > 0 && !AdminInput.TryMoney(CompareAt, out before))
        {
            errors.Add($"sku-{index}-before", Words["NotAnAmount"]);
            isRight = false;
        }

        if (!AdminInput.TryWhole(Weight, out var weight))
        {
            errors.Add($"sku-{index}-weight", Words["NotANumber"]);
            isRight = false;
        }

        isRight &= TryWholeOrNone(PersonMax, $"sku-{index}-person-max", out var personMax);
        isRight &= TryWholeOrNone(LowStockAt, $"sku-{index}-low", out var lowStockAt);
        return isRight
            ? new SkuDraft(
                SkuId, Code, [.. Values.Select(v => v.Text)], price, CompareAt.Trim().Length > 0 ? before : null,
                weight, IsActive)
            {
                PersonMax = personMax,
                LowStockAt = lowStockAt,
            }
            : null;

        bool TryWholeOrNone(string text, string field, out int? number)
        {
            number = null;
            if (text.Trim().Length == 0) return true;
            var isWhole = AdminInput.TryWhole(text, out var whole);
            if (isWhole) number = whole;
            else errors.Add(field, Words["NotANumber"]);
            return isWhole;
        }
    }
}

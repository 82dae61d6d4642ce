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

        return isRight
            ? new SkuDraft(
                SkuId, Code, [.. Values.Select(v => v.Text)], price, CompareAt.Trim().Length > 0 ? before : null,
                weight, IsActive)
            : null;
    }
}

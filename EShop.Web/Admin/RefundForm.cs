using System.Globalization;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Web.Admin;

/// <summary>What staff fills in to send money back; everything is text until it is read.</summary>
public sealed class RefundForm
{
    /// <summary>One for each refund: a second press of the button refunds once.</summary>
    public Guid Key { get; } = Guid.NewGuid();

    public string Amount { get; set; } = "";

    public string Answer { get; set; } = "";

    public bool WithShipping { get; set; }

    /// <summary>By SKU: how many came back.</summary>
    public Dictionary<long, string> Quantities { get; } = [];

    /// <summary>By SKU: what cannot be sold again.</summary>
    public HashSet<long> Spoilt { get; } = [];

    /// <summary>False: something else than a number of pieces stands there.</summary>
    public bool TryGoods(IReadOnlyList<ReturnableLine> lines, out IReadOnlyList<ReturnedGoods> goods)
    {
        var read = new List<ReturnedGoods>();
        goods = read;
        foreach (var line in lines)
        {
            if (Quantities.GetValueOrDefault(line.SkuId) is not { Length: > 0 } text) continue;
            if (!AdminInput.TryWhole(text, out var quantity) || quantity < 0 || quantity > line.Left) return false;
            if (quantity > 0) read.Add(new ReturnedGoods(line.SkuId, quantity, !Spoilt.Contains(line.SkuId)));
        }

        return true;
    }

    /// <summary>Writes what the goods that came back were paid with into the amount; staff may write another.</summary>
    public void Suggest(ShowRefundsForStaffResult shown, Money shipping)
    {
        if (!TryGoods(shown.Lines, out var goods)) return;
        var worth = shown.Lines.ToDictionary(l => l.SkuId, l => l.Worth);
        var sum = goods.Aggregate(
            WithShipping ? shipping : Money.Zero, (all, g) => all + worth[g.SkuId].Times(g.Quantity));
        Amount = sum.IsZero ? "" : AdminInput.Text(Money.Min(sum, shown.Left));
    }

    /// <summary>The field at which a refusal is told; null: it is told aloud.</summary>
    public static string? FieldOf(RefundOrderStatus status) => status switch
    {
        RefundOrderStatus.AmountTooSmall or RefundOrderStatus.TooMuch or RefundOrderStatus.CancelInstead => "amount",
        RefundOrderStatus.AnswerTooLong => "answer",
        RefundOrderStatus.LinesWrong => "goods",
        RefundOrderStatus.NotAllowed or RefundOrderStatus.NothingToRefund or RefundOrderStatus.AlreadyRefunded
            or RefundOrderStatus.RequestNotOpen or RefundOrderStatus.Refunded => null,
        _ => throw new InvalidOperationException($"Unknown status: {status}."),
    };

    public static string IdOf(string field, long skuId) =>
        string.Create(CultureInfo.InvariantCulture, $"{field}-{skuId}");
}

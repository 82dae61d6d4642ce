using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>What is settled about an order before it is written.</summary>
internal sealed record OrderTerms(
    OrderNumber Number, CheckoutTotal Total, string Currency, DateTimeOffset CreatedAt, DateTimeOffset PayUntil);

/// <summary>What is read before anything is held: the cart, priced; the address; and what refuses the order already.
/// </summary>
internal sealed class CheckoutDraft
{
    private readonly CheckOutRequest _request;
    private readonly Address? _address;

    private CheckoutDraft(
        CheckOutRequest request, IReadOnlyList<CheckoutLine> lines, Address? address, CheckOutResult? refusal)
    {
        (_request, Lines, _address, Refusal) = (request, lines, address, refusal);
    }

    public CheckOutResult? Refusal { get; }
    public IReadOnlyList<CheckoutLine> Lines { get; }

    /// <summary>Reads for many at once, by one query for each kind of row.</summary>
    public static async Task<IReadOnlyList<CheckoutDraft>> ReadAsync(
        ShopDbContext db, IReadOnlyList<CheckOutRequest> requests, OrderOptions options, CancellationToken ct)
    {
        var accounts = requests.Select(r => r.AccountId).Distinct().ToArray();
        var open = await PersonLimits.OpenAsync(db, accounts, ct);
        var carts = await CheckoutPricing.ReadCartsAsync(db, accounts, ct);
        var had = await PersonLimits.HadAsync(db, accounts, carts.Values.SelectMany(c => c), ct);
        var addressIds = requests.Select(r => r.AddressId).Distinct().ToArray();
        var addresses = await db.Set<Address>().Where(a => EF.Parameter(addressIds).Contains(a.Id))
            .ToDictionaryAsync(a => (a.AccountId, a.Id), ct);
        // Read last: an order that this very key places meanwhile empties the cart, and is the answer all the same.
        var first = await CheckoutKey.FindAllAsync(db, requests, ct);
        return [.. requests.Select(r => Of(
            r, carts.GetValueOrDefault(r.AccountId, []), addresses.GetValueOrDefault((r.AccountId, r.AddressId)), had,
            first.GetValueOrDefault((r.AccountId, r.CheckoutKey))?.AnswerTo(r)
                ?? (open.GetValueOrDefault(r.AccountId) >= options.OpenMax
                    ? new CheckOutResult(CheckOutStatus.TooManyOpen) : null)))];
    }

    private static CheckoutDraft Of(
        CheckOutRequest request, IReadOnlyList<CheckoutLine> lines, Address? address, UnitsHad had,
        CheckOutResult? refusal) =>
        new(request, lines, address, refusal
            ?? (lines.Count == 0 ? new CheckOutResult(CheckOutStatus.CartEmpty)
            : address is null ? new CheckOutResult(CheckOutStatus.AddressMissing)
            : lines.FirstOrDefault(l => !l.IsForSale) is { } gone
                ? new CheckOutResult(CheckOutStatus.NotForSale, SkuId: gone.SkuId)
            : lines.FirstOrDefault(l => l.Quantity > had.LeftOf(request.AccountId, l)) is { } over
                ? new CheckOutResult(CheckOutStatus.OverPersonLimit, SkuId: over.SkuId,
                    Left: had.LeftOf(request.AccountId, over))
            : null));

    /// <summary>The order with what is decided about it once more where it is written.</summary>
    public OrderToPlace ToPlace(OrderTerms terms) =>
        new(OrderOf(terms), [.. Lines.Where(line => line.PersonMax is not null)]);

    public Order OrderOf(OrderTerms terms) => new()
    {
        Number = terms.Number.Text,
        AccountId = _request.AccountId,
        CheckoutKey = _request.CheckoutKey,
        CheckoutContent = _request.Content,
        Currency = terms.Currency,
        GoodsMinor = terms.Total.Goods.Minor,
        DiscountMinor = terms.Total.Discount.Minor,
        ShippingMinor = terms.Total.Shipping.Minor,
        DueMinor = terms.Total.Due.Minor,
        ClaimId = _request.ClaimId,
        Recipient = _address!.Recipient,
        Phone = _address.Phone,
        Region = _address.Region,
        AddressLine = _address.Line,
        PostalCode = _address.PostalCode,
        Note = Cut(_request.Note),
        CreatedAt = terms.CreatedAt,
        PayUntil = terms.PayUntil,
        Lines = [.. Lines.Select(l => LineOf(terms.Number, l))],
    };

    /// <summary>Without signs that no text has and one of the stores cannot keep.</summary>
    private static string Cut(string note)
    {
        var sound = string.Concat(note.Where(c => !char.IsControl(c) || c == '\n'));
        return sound.Length <= Order.NoteMax ? sound : sound[..Order.NoteMax];
    }

    private static OrderLine LineOf(OrderNumber number, CheckoutLine line) => new()
    {
        OrderNumber = number.Text,
        SkuId = line.SkuId,
        ProductId = line.ProductId,
        CategoryId = line.CategoryId,
        SkuCode = line.SkuCode,
        ProductHandle = line.ProductHandle,
        Name = line.Name,
        Options = line.Options,
        PictureKey = line.PictureKey,
        UnitPriceMinor = line.UnitPrice.Minor,
        Quantity = line.Quantity,
        TotalMinor = line.Total.Minor,
    };
}

using System.Globalization;
using EShop.Core.Orders;
using EShop.Web.Shell;

namespace EShop.Web.Orders;

/// <summary>The coupon that a shopper picks on the way to checkout; addresses carry it as <c>?claim=4711</c> or
/// <c>?claim=none</c>.</summary>
/// <param name="ClaimId">Null: none, or none yet.</param>
/// <param name="IsFinal">No other is proposed: none is wanted, or what is wanted was said on the page itself. Else the
/// best is, where nothing is picked or what was picked does not fit any more.</param>
public readonly record struct CouponPick(long? ClaimId, bool IsFinal)
{
    public const string Field = "claim", None = "none";

    /// <summary>The cart with this pick.</summary>
    public string CartAddress => this switch
    {
        { ClaimId: { } id } => $"{Paths.Cart}?{Field}={id.ToString(CultureInfo.InvariantCulture)}",
        { IsFinal: true } => $"{Paths.Cart}?{Field}={None}",
        _ => Paths.Cart,
    };

    public static CouponPick Read(string? text) => new(
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, text == None);

    public QuoteCheckoutRequest QuoteOf(long accountId) => new(accountId, ClaimId) { ProposesBest = !IsFinal };
}

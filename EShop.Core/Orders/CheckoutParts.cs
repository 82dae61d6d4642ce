using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <summary>What <see cref="CheckOut"/> is made of: a public handle, because a public constructor cannot name internal
/// types.</summary>
public sealed class CheckoutParts
{
    internal CheckoutParts(
        DraftCheckout draft, HoldClaim holdClaim, TakeStock takeStock, PlaceOrder placeOrder, ClearOrderedCart cart) =>
        (Draft, HoldClaim, TakeStock, PlaceOrder, Cart) = (draft, holdClaim, takeStock, placeOrder, cart);

    internal DraftCheckout Draft { get; }
    internal HoldClaim HoldClaim { get; }
    internal TakeStock TakeStock { get; }
    internal PlaceOrder PlaceOrder { get; }
    internal ClearOrderedCart Cart { get; }
}

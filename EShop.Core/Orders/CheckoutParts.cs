using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <summary>What <see cref="CheckOut"/> is made of: a public handle, because a public constructor cannot name internal
/// types.</summary>
public sealed class CheckoutParts
{
    internal CheckoutParts(HoldClaim holdClaim, TakeStock takeStock, ClearOrderedCart cart) =>
        (HoldClaim, TakeStock, Cart) = (holdClaim, takeStock, cart);

    internal HoldClaim HoldClaim { get; }
    internal TakeStock TakeStock { get; }
    internal ClearOrderedCart Cart { get; }
}

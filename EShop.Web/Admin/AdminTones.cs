using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Web.Admin;

/// <summary>What colour a state has; its word always stands beside it.</summary>
internal static class AdminTones
{
    public static Tone Of(OrderState state) => state switch
    {
        OrderState.AwaitingPayment => Tone.Warning,
        OrderState.Paid => Tone.Info,
        OrderState.Shipped => Tone.Info,
        OrderState.Completed => Tone.Success,
        OrderState.Closed or OrderState.Refunded => Tone.Neutral,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };

    public static Tone Of(CouponState state) => state switch
    {
        CouponState.Draft => Tone.Info,
        CouponState.Published => Tone.Success,
        CouponState.Paused => Tone.Warning,
        CouponState.Ended => Tone.Neutral,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };

    public static Tone Of(ClaimState state) => state switch
    {
        ClaimState.Unused => Tone.Info,
        ClaimState.Held => Tone.Warning,
        ClaimState.Used => Tone.Success,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };

    public static Tone Of(LockState state) => state switch
    {
        LockState.Lock => Tone.Warning,
        LockState.Finish => Tone.Success,
        LockState.Cancel => Tone.Neutral,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };

    public static Tone Of(ProductState state) => state switch
    {
        ProductState.Draft => Tone.Info,
        ProductState.Published => Tone.Success,
        ProductState.Archived => Tone.Neutral,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };

    public static Tone Of(MessageState state) => state switch
    {
        MessageState.Waiting or MessageState.Sent => Tone.Warning,
        MessageState.Done => Tone.Success,
        MessageState.Dead => Tone.Danger,
        _ => throw new InvalidOperationException($"Unknown state: {state}."),
    };
}

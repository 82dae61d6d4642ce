namespace EShop.Core.Primitives;

/// <summary>Where a stock task or a coupon task stands (S11, S14). It leaves <see cref="Lock"/> once.</summary>
public enum LockState
{
    /// <summary>Taken; what becomes of the order is open.</summary>
    Lock = 1,

    /// <summary>The order is paid: sold, used.</summary>
    Finish,

    /// <summary>The order was closed or never came to be: given back.</summary>
    Cancel,
}

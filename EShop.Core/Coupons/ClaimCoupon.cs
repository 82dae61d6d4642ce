using EShop.Core.Locks;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

public enum ClaimCouponStatus
{
    /// <summary>There is no such coupon to be claimed: unknown, a draft, or one that is had in another way; or the code
    /// was used by somebody else.</summary>
    NotFound = 1,

    /// <summary>Staff has stopped it for now.</summary>
    Paused,

    /// <summary>Its window has not begun; the result says when it does.</summary>
    NotOpenYet,

    /// <summary>Its window is past, or staff has ended it.</summary>
    Over,

    /// <summary>The account holds as many as one person may.</summary>
    AlreadyYours,

    /// <summary>All were given out.</summary>
    AllGone,

    /// <summary>The key has claimed another coupon, and was to stand for one.</summary>
    KeyUsedOtherwise,

    /// <summary>Too many at once; nothing was changed. The same request may be sent again.</summary>
    Busy,

    /// <summary>It is the account's.</summary>
    Claimed,
}

/// <param name="RequestKey">The same key again finds the same claim, whatever became of the coupon since.</param>
public sealed record ClaimCouponRequest(long AccountId, long CouponId, Guid RequestKey)
{
    /// <summary>The key is the client's own and stands for one request; false: a page's, whose buttons share one.
    /// </summary>
    public bool KeyIsForOneCoupon { get; init; }

    internal ClaimDoor Door { get; init; } = ClaimDoor.Centre;

    /// <summary>The code that was typed and works once; null: there is none.</summary>
    internal long? CodeId { get; init; }

    /// <summary>Who of the staff gives it; null: the shopper takes it.</summary>
    internal long? StaffId { get; init; }
}

/// <summary>By which way a claim comes in; each kind of coupon opens to some of them.</summary>
internal enum ClaimDoor
{
    /// <summary>The press in the coupon centre.</summary>
    Centre = 1,

    /// <summary>A code was typed.</summary>
    Code,

    /// <summary>Staff gives it to a customer.</summary>
    Grant,
}

/// <param name="ClaimId">The claim, when there is one; else 0.</param>
/// <param name="OpensAt">When it opens, for <see cref="ClaimCouponStatus.NotOpenYet"/>.</param>
public sealed record ClaimCouponResult(ClaimCouponStatus Status, long ClaimId, DateTimeOffset? OpensAt);

/// <summary>A shopper claims a coupon (S7–S9). Requests line up by coupon; a turn takes the coupon's Redis lock,
/// decides the whole line and commits once.</summary>
public sealed partial class ClaimCoupon
{
    private readonly TurnLines<long, ClaimCouponRequest, ClaimCouponResult> _lines;
    private readonly SoldOutCoupons _soldOut;
    private readonly CouponMetrics _metrics;
    private readonly ILogger _log;

    public ClaimCoupon(
        ShopStore store, ShopLocks locks, SoldOutCoupons soldOut, CouponBoard board, CouponMetrics metrics,
        IOptions<LockOptions> options, TimeProvider clock, ILogger<ClaimCoupon> log)
    {
        (_soldOut, _metrics, _log) = (soldOut, metrics, log);
        var turn = new ClaimTurn(store, soldOut, board, clock);
        _lines = new(locks, options, clock, new(
            LockKey.Coupon, (coupon, requests, _) => turn.DecideAsync(coupon, requests), e => e is StoreBusyException));
    }

    public async Task<ClaimCouponResult> ExecuteAsync(ClaimCouponRequest request, CancellationToken ct)
    {
        var result = request.Door == ClaimDoor.Centre && _soldOut.IsGoneFor(request.CouponId, request.AccountId)
            ? new ClaimCouponResult(ClaimCouponStatus.AllGone, 0, null)
            : await AskAsync(request, ct) ?? new ClaimCouponResult(ClaimCouponStatus.Busy, 0, null);
        _metrics.Claimed(result.Status);
        LogClaim(request.CouponId, request.AccountId, result.Status);
        return result;
    }

    /// <summary>The turn's answer; null: the line was too long, or the store is locked or away.</summary>
    private async Task<ClaimCouponResult?> AskAsync(ClaimCouponRequest request, CancellationToken ct)
    {
        try
        {
            return (await _lines.AskAsync(request.CouponId, request, ct)).Value;
        }
        catch (StoreBusyException error)
        {
            LogBusy(error, request.CouponId);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Claims of coupon {CouponId}: the store is busy")]
    private partial void LogBusy(Exception error, long couponId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Claim of coupon {CouponId} by account {AccountId}: {Status}")]
    private partial void LogClaim(long couponId, long accountId, ClaimCouponStatus status);
}

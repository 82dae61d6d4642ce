using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum RedeemCodeStatus
{
    /// <summary>No code looks like that; nothing was looked up or counted.</summary>
    Malformed = 1,

    /// <summary>The account or its network has tried too many; the result says when it may try again.</summary>
    TooManyTries,

    /// <summary>It cannot be told just now: too many at once, or Redis is away. Nothing was changed; the same request
    /// may be sent again.</summary>
    Busy,

    /// <summary>There is no such code, or somebody else has used it: one answer for both, so that nobody learns which
    /// codes there are.</summary>
    Unknown,

    /// <summary>Staff has stopped its coupon for now.</summary>
    Paused,

    /// <summary>Its coupon cannot be had yet; the result says when.</summary>
    NotOpenYet,

    /// <summary>The time of its coupon is past.</summary>
    Over,

    /// <summary>The account has used it, or holds as many of its coupon as one person may.</summary>
    AlreadyYours,

    /// <summary>All of its coupon were given out.</summary>
    AllGone,

    /// <summary>The coupon is the account's.</summary>
    Redeemed,
}

/// <param name="Code">As it was typed.</param>
/// <param name="Network">Where it was typed.</param>
/// <param name="RequestKey">The same key again finds the same claim.</param>
public sealed record RedeemCodeRequest(long AccountId, string? Code, NetworkAddress Network, Guid RequestKey);

/// <param name="ClaimId">The claim, when there is one; else 0.</param>
/// <param name="At">When it opens, or when it may be tried again.</param>
public sealed record RedeemCodeResult(RedeemCodeStatus Status, long ClaimId = 0, DateTimeOffset? At = null);

/// <summary>A shopper types a code and is given its coupon, by the same turn as any other claim. A code that works once
/// is used when a claim has it: the unique index over claims decides.</summary>
public sealed partial class RedeemCode(
    ShopStore store, CodeLimits limits, ClaimCoupon claim, TimeProvider clock, ILogger<RedeemCode> log)
{
    public async Task<RedeemCodeResult> ExecuteAsync(RedeemCodeRequest request, CancellationToken ct)
    {
        var result = await DecideAsync(request, ct);
        LogRedeemed(request.AccountId, result.Status);
        return result;
    }

    private async Task<RedeemCodeResult> DecideAsync(RedeemCodeRequest request, CancellationToken ct)
    {
        if (CodeText.KeyOf(request.Code) is not { } key) return new RedeemCodeResult(RedeemCodeStatus.Malformed);
        var now = clock.GetUtcNow();
        var taken = await limits.TakeAsync((request.AccountId, request.Network), now, ct);
        if (taken.Status == CeilingStatus.Unknown) return new RedeemCodeResult(RedeemCodeStatus.Busy);
        if (taken.Status == CeilingStatus.Reached)
            return new RedeemCodeResult(RedeemCodeStatus.TooManyTries, At: now + taken.RetryAfter);
        var found = await store.ReadAsync(db => FindAsync(db, key, ct), ct);
        return found is null
            ? new RedeemCodeResult(RedeemCodeStatus.Unknown)
            : AnswerOf(await claim.ExecuteAsync(
                new ClaimCouponRequest(request.AccountId, found.CouponId, request.RequestKey)
                {
                    Door = ClaimDoor.Code,
                    CodeId = found.WorksOnce ? found.CodeId : null,
                }, ct));
    }

    private sealed record Found(long CodeId, long CouponId, bool WorksOnce);

    private static Task<Found?> FindAsync(ShopDbContext db, string key, CancellationToken ct) =>
        db.Set<CouponCode>().Where(c => c.Key == key)
            .Join(db.Set<Coupon>(), code => code.CouponId, coupon => coupon.Id,
                (code, coupon) => new Found(code.Id, coupon.Id, coupon.Audience == CouponAudience.UniqueCodes))
            .SingleOrDefaultAsync(ct);

    private static RedeemCodeResult AnswerOf(ClaimCouponResult claimed) => claimed.Status switch
    {
        ClaimCouponStatus.NotFound => new RedeemCodeResult(RedeemCodeStatus.Unknown),
        ClaimCouponStatus.Paused => new RedeemCodeResult(RedeemCodeStatus.Paused),
        ClaimCouponStatus.NotOpenYet => new RedeemCodeResult(RedeemCodeStatus.NotOpenYet, At: claimed.OpensAt),
        ClaimCouponStatus.Over => new RedeemCodeResult(RedeemCodeStatus.Over),
        ClaimCouponStatus.AlreadyYours => new RedeemCodeResult(RedeemCodeStatus.AlreadyYours, claimed.ClaimId),
        ClaimCouponStatus.AllGone => new RedeemCodeResult(RedeemCodeStatus.AllGone),
        ClaimCouponStatus.KeyUsedOtherwise => throw new InvalidOperationException("Its key stands for no coupon."),
        ClaimCouponStatus.Busy => new RedeemCodeResult(RedeemCodeStatus.Busy),
        ClaimCouponStatus.Claimed => new RedeemCodeResult(RedeemCodeStatus.Redeemed, claimed.ClaimId),
        _ => throw new InvalidOperationException($"Unknown status: {claimed.Status}."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "A code was typed by account {AccountId}: {Status}")]
    private partial void LogRedeemed(long accountId, RedeemCodeStatus status);
}

using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum GrantCouponStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>No customer has this address.</summary>
    NoSuchCustomer,

    /// <summary>There is no such coupon, it is a draft, or it is the one that new customers are given.</summary>
    NotFound,

    Paused,
    NotOpenYet,
    Over,

    /// <summary>The customer holds as many as one person may.</summary>
    AlreadyTheirs,

    AllGone,

    /// <summary>Too many at once; nothing was changed.</summary>
    Busy,

    Granted,
}

/// <param name="Email">Whose it shall be.</param>
/// <param name="RequestKey">The same key again finds the same claim.</param>
public sealed record GrantCouponRequest(long ActorId, long CouponId, string Email, Guid RequestKey);

/// <summary>Staff gives a coupon to a customer, within its total and its limit per person: it waits in the same line as
/// those who claim, and its row in the staff trail is written by the same turn.</summary>
public sealed partial class GrantCoupon(
    ShopStore store, StaffGate gate, ClaimCoupon claim, ILogger<GrantCoupon> log)
{
    public async Task<GrantCouponStatus> ExecuteAsync(GrantCouponRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return GrantCouponStatus.NotAllowed;
        var accountId = await FindAsync(request.Email, ct);
        if (accountId == 0) return GrantCouponStatus.NoSuchCustomer;
        var claimed = await claim.ExecuteAsync(
            new ClaimCouponRequest(accountId, request.CouponId, request.RequestKey)
            {
                Door = ClaimDoor.Grant,
                StaffId = request.ActorId,
            }, ct);
        LogGranted(request.CouponId, accountId, claimed.Status, request.ActorId);
        return AnswerOf(claimed.Status);
    }

    private async Task<long> FindAsync(string email, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(email, out var address)) return 0;
        return await store.ReadAsync(db => db.Set<Account>()
            .Where(a => a.NormalizedEmail == address.Value).Select(a => a.Id).SingleOrDefaultAsync(ct), ct);
    }

    private static GrantCouponStatus AnswerOf(ClaimCouponStatus status) => status switch
    {
        ClaimCouponStatus.NotFound => GrantCouponStatus.NotFound,
        ClaimCouponStatus.Paused => GrantCouponStatus.Paused,
        ClaimCouponStatus.NotOpenYet => GrantCouponStatus.NotOpenYet,
        ClaimCouponStatus.Over => GrantCouponStatus.Over,
        ClaimCouponStatus.AlreadyYours => GrantCouponStatus.AlreadyTheirs,
        ClaimCouponStatus.AllGone => GrantCouponStatus.AllGone,
        ClaimCouponStatus.KeyUsedOtherwise => throw new InvalidOperationException("Its key stands for no coupon."),
        ClaimCouponStatus.Busy => GrantCouponStatus.Busy,
        ClaimCouponStatus.Claimed => GrantCouponStatus.Granted,
        _ => throw new InvalidOperationException($"Unknown status: {status}."),
    };

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Coupon {CouponId} granted to account {AccountId}: {Status}, by {ActorId}")]
    private partial void LogGranted(long couponId, long accountId, ClaimCouponStatus status, long actorId);
}

using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum MakeCodesStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    NotFound,

    /// <summary>Somebody has changed the coupon since it was shown; nothing was made.</summary>
    Stale,

    /// <summary>The coupon has no codes that work once, or has ended.</summary>
    NotFromHere,

    /// <summary>Not between 1 and <see cref="MakeCodes.BatchMax"/>.</summary>
    OutOfRange,

    /// <summary>There would be more codes than coupons; the result says how many more there may be.</summary>
    MoreThanTotal,

    Made,
}

/// <param name="Version">The version that was shown.</param>
/// <param name="Count">How many codes to make.</param>
public sealed record MakeCodesRequest(long ActorId, long CouponId, int Version, int Count);

/// <param name="Room">How many more there may be, before or after.</param>
public sealed record MakeCodesResult(MakeCodesStatus Status, int Room = 0);

/// <summary>Staff makes a batch of codes, each of which works once; never more than the coupon can give out, so that a
/// code that was printed works.</summary>
public sealed partial class MakeCodes(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<MakeCodes> log)
{
    public const int BatchMax = 5_000;

    public async Task<MakeCodesResult> ExecuteAsync(MakeCodesRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return new MakeCodesResult(MakeCodesStatus.NotAllowed);
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => MakeAsync(db, now, request, ct), ct);
        LogMade(request.CouponId, request.Count, result.Status, request.ActorId);
        return result;
    }

    private static async Task<MakeCodesResult> MakeAsync(
        ShopDbContext db, DateTimeOffset now, MakeCodesRequest request, CancellationToken ct)
    {
        var coupon = await db.Set<Coupon>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CouponId, ct);
        if (coupon is null) return new MakeCodesResult(MakeCodesStatus.NotFound);
        var made = await db.Set<CouponCode>().CountAsync(c => c.CouponId == coupon.Id, ct);
        var room = coupon.Total - made;
        if (RefusalOf(coupon, request, room) is { } refusal) return new MakeCodesResult(refusal, room);

        // Two batches at once: the version lets one through, so that the room is what was read.
        var rows = await db.Set<Coupon>().Where(c => c.Id == coupon.Id && c.Version == request.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct);
        if (rows == 0) return new MakeCodesResult(MakeCodesStatus.Stale, room);
        db.Set<CouponCode>().AddRange(Enumerable.Range(0, request.Count).Select(_ => NewCode(coupon.Id, now)));
        StaffTrail.Add(
            db, now, request.ActorId, "coupon.codes", $"coupon {coupon.Id}",
            made.ToString(CultureInfo.InvariantCulture),
            (made + request.Count).ToString(CultureInfo.InvariantCulture));
        return new MakeCodesResult(MakeCodesStatus.Made, room - request.Count);
    }

    private static MakeCodesStatus? RefusalOf(Coupon coupon, MakeCodesRequest request, int room) =>
        coupon.Version != request.Version ? MakeCodesStatus.Stale
        : coupon is not { Audience: CouponAudience.UniqueCodes, State: not CouponState.Ended }
            ? MakeCodesStatus.NotFromHere
        : request.Count is < 1 or > BatchMax ? MakeCodesStatus.OutOfRange
        : request.Count > room ? MakeCodesStatus.MoreThanTotal
        : null;

    private static CouponCode NewCode(long couponId, DateTimeOffset now)
    {
        var text = CodeText.New();
        return new CouponCode { CouponId = couponId, Key = CodeText.KeyOf(text)!, Text = text, CreatedAt = now };
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Codes of coupon {CouponId}: {Count} asked for: {Status}, by {ActorId}")]
    private partial void LogMade(long couponId, int count, MakeCodesStatus status, long actorId);
}

using System.Runtime.CompilerServices;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

public enum CouponExport
{
    /// <summary>Who holds one, and which order took it.</summary>
    Holders = 1,

    /// <summary>The codes, and which are used.</summary>
    Codes,
}

public enum ExportCouponStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Exported,
}

public sealed record ExportCouponRequest(long ActorId, long CouponId, CouponExport What);

/// <param name="Lines">The file, read from the store as it is written out: a long one is never in memory.</param>
public sealed record ExportCouponResult(ExportCouponStatus Status, IAsyncEnumerable<string> Lines);

/// <summary>Staff takes the holders or the codes of a coupon along as CSV. That it did so is in the trail: the file
/// holds addresses, or what is worth money.</summary>
public sealed class ExportCoupon(ShopStore store, StaffGate gate, TimeProvider clock)
{
    private const int PageSize = 1_000;

    public async Task<ExportCouponResult> ExecuteAsync(ExportCouponRequest request, CancellationToken ct)
    {
        var status = await BeginAsync(request, ct);
        return new ExportCouponResult(status, status != ExportCouponStatus.Exported ? AsyncEnumerable.Empty<string>()
            : request.What == CouponExport.Codes ? CodesAsync(request.CouponId, ct)
            : HoldersAsync(request.CouponId, ct));
    }

    private async Task<ExportCouponStatus> BeginAsync(ExportCouponRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return ExportCouponStatus.NotAllowed;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            if (!await db.Set<Coupon>().AnyAsync(c => c.Id == request.CouponId, ct)) return ExportCouponStatus.NotFound;
            StaffTrail.Add(
                db, now, request.ActorId, "coupon.export", $"coupon {request.CouponId}", "", request.What.ToString());
            return ExportCouponStatus.Exported;
        }, ct);
    }

    private async IAsyncEnumerable<string> HoldersAsync(long couponId, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return CsvLine.Mark + CsvLine.Of("claim", "email", "nth", "state", "order", "claimed_at", "expires_at");
        for (var after = 0L; ;)
        {
            var page = await store.ReadAsync(db => db.Set<CouponClaim>()
                .Where(c => c.CouponId == couponId && c.Id > after).OrderBy(c => c.Id).Take(PageSize)
                .Join(db.Set<Account>(), c => c.AccountId, a => a.Id, (claim, account) => new { claim, account.Email })
                .OrderBy(r => r.claim.Id).ToListAsync(ct), ct);
            foreach (var row in page)
                yield return CsvLine.Of(
                    Text(row.claim.Id), row.Email, Text(row.claim.Nth), row.claim.State.ToString(),
                    row.claim.OrderNumber, Text(row.claim.ClaimedAt), Text(row.claim.ExpiresAt));
            if (page.Count < PageSize) yield break;
            after = page[^1].claim.Id;
        }
    }

    private async IAsyncEnumerable<string> CodesAsync(long couponId, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return CsvLine.Mark + CsvLine.Of("code", "used_by", "used_at");
        for (var after = 0L; ;)
        {
            var page = await store.ReadAsync(db => CodesAfter(db, (couponId, after)).ToListAsync(ct), ct);
            foreach (var row in page) yield return CsvLine.Of(row.Text, row.UsedBy, Text(row.UsedAt));
            if (page.Count < PageSize) yield break;
            after = page[^1].Id;
        }
    }

    private sealed record CodeRow(long Id, string Text, string? UsedBy, DateTimeOffset? UsedAt);

    private static IQueryable<CodeRow> CodesAfter(ShopDbContext db, (long CouponId, long After) at) =>
        from code in db.Set<CouponCode>().Where(c => c.CouponId == at.CouponId && c.Id > at.After)
            .OrderBy(c => c.Id).Take(PageSize)
        join claim in db.Set<CouponClaim>() on code.Id equals claim.CodeId into claims
        from claim in claims.DefaultIfEmpty()
        join account in db.Set<Account>() on claim.AccountId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        orderby code.Id
        select new CodeRow(
            code.Id, code.Text, account.Email, claim == null ? null : (DateTimeOffset?)claim.ClaimedAt);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset? moment) =>
        moment?.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}

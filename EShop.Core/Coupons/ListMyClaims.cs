using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListMyClaimsRequest(long AccountId, int Page);

public enum ClaimStepKind
{
    Claimed = 1,

    /// <summary>The shop gave it, at sign-up or by its staff.</summary>
    Given,

    /// <summary>Its code was typed.</summary>
    Redeemed,

    /// <summary>An order that awaits payment took it.</summary>
    Held,

    /// <summary>That order is paid.</summary>
    Used,

    /// <summary>That order was closed: it may be used again.</summary>
    GivenBack,

    /// <summary>It was not used in time.</summary>
    Expired,
}

/// <param name="Order">The order that the step is about; null for claimed and expired.</param>
public sealed record ClaimStep(ClaimStepKind Kind, DateTimeOffset At, OrderNumber? Order);

/// <param name="IsExpired">It is unused, and may not be used any more.</param>
/// <param name="Order">The order that holds it or used it.</param>
/// <param name="Steps">What became of it, the oldest first.</param>
public sealed record MyClaimRow(
    long ClaimId, LocalizedText Name, CouponTerms Terms, ClaimState State, bool IsExpired, DateTimeOffset ExpiresAt,
    OrderNumber? Order, IReadOnlyList<ClaimStep> Steps)
{
    /// <summary>Which goods it is about; empty: everything.</summary>
    public LocalizedText ScopeText { get; init; } = LocalizedText.Empty;

    /// <summary>It can be used, and not for long.</summary>
    public bool ExpiresSoon { get; init; }
}

public sealed record ListMyClaimsResult(IReadOnlyList<MyClaimRow> Claims, int Page, int Pages, int Count);

/// <summary>A shopper's own coupons and what became of each: what may still be used first, then what an order holds,
/// what was used, what has expired.</summary>
public sealed class ListMyClaims(ShopStore store, TimeProvider clock)
{
    public const int PageSize = 20, PageMax = 1_000;
    private const int TasksMax = 200;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    public Task<ListMyClaimsResult> ExecuteAsync(ListMyClaimsRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.ReadAsync(async db =>
        {
            var mine = db.Set<CouponClaim>().Where(c => c.AccountId == request.AccountId);
            var count = await mine.CountAsync(ct);
            var pages = Math.Clamp((count + PageSize - 1) / PageSize, 1, PageMax);
            var page = Math.Clamp(request.Page, 1, pages);
            var claims = await mine
                .OrderBy(c => c.State == ClaimState.Unused && c.ExpiresAt > now ? 1
                    : c.State == ClaimState.Held ? 2 : c.State == ClaimState.Used ? 3 : 4)
                .ThenByDescending(c => c.ClaimedAt).ThenByDescending(c => c.Id)
                .Skip((page - 1) * PageSize).Take(PageSize)
                .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id, (claim, coupon) => new { claim, coupon })
                .ToListAsync(ct);
            var tasks = await TasksAsync(db, [.. claims.Select(c => c.claim.Id)], ct);
            return new ListMyClaimsResult(
                [.. claims.Select(c => RowOf(c.claim, c.coupon, tasks[c.claim.Id], now))], page, pages, count);
        }, ct);
    }

    /// <summary>Of each claim the orders that held it. One that never came to be tells a shopper nothing.</summary>
    private static async Task<ILookup<long, CouponTask>> TasksAsync(
        ShopDbContext db, long[] claims, CancellationToken ct)
    {
        var orderClosed = new OrderAnswer(OrderOutcome.Closed, default).Reason;
        var tasks = await db.Set<CouponTask>()
            .Where(t => claims.Contains(t.ClaimId) && (t.State != LockState.Cancel || t.Reason == orderClosed))
            .OrderByDescending(t => t.Id).Take(TasksMax).ToListAsync(ct);
        return tasks.OrderBy(t => t.Id).ToLookup(t => t.ClaimId);
    }

    private static MyClaimRow RowOf(
        CouponClaim claim, Coupon coupon, IEnumerable<CouponTask> tasks, DateTimeOffset now)
    {
        var isExpired = claim.State == ClaimState.Unused && claim.ExpiresAt <= now;
        List<ClaimStep> steps = [new(BeginningOf(claim, coupon), claim.ClaimedAt, null), .. tasks.SelectMany(StepsOf)];
        if (isExpired) steps.Add(new ClaimStep(ClaimStepKind.Expired, claim.ExpiresAt, null));
        OrderNumber? order = claim.OrderNumber is { } number ? OrderNumber.Stored(number) : null;
        return new MyClaimRow(claim.Id, coupon.Name, claim.Terms, claim.State, isExpired, claim.ExpiresAt, order, steps)
        {
            ScopeText = coupon.ScopeText,
            ExpiresSoon = claim.State == ClaimState.Unused && !isExpired && claim.ExpiresAt <= now + Soon,
        };
    }

    private static ClaimStepKind BeginningOf(CouponClaim claim, Coupon coupon) => coupon.Audience switch
    {
        CouponAudience.Public => ClaimStepKind.Claimed,
        CouponAudience.NewCustomer or CouponAudience.Granted => ClaimStepKind.Given,
        CouponAudience.UniqueCodes when claim.CodeId is null => ClaimStepKind.Given,
        CouponAudience.SharedCode or CouponAudience.UniqueCodes => ClaimStepKind.Redeemed,
        _ => throw new InvalidOperationException($"Unknown audience of a coupon: {coupon.Audience}."),
    };

    private static IEnumerable<ClaimStep> StepsOf(CouponTask task)
    {
        var order = OrderNumber.Stored(task.OrderNumber);
        yield return new ClaimStep(ClaimStepKind.Held, task.CreatedAt, order);
        if (task is { State: not LockState.Lock, SettledAt: { } settledAt })
            yield return new ClaimStep(
                task.State == LockState.Finish ? ClaimStepKind.Used : ClaimStepKind.GivenBack, settledAt, order);
    }
}

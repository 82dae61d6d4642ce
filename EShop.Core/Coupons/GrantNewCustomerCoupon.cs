using EShop.Core.Accounts;
using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>Gives a new account the coupon for new customers that was in force when it signed up, exactly once (S6):
/// the message may come twice, the unique row cannot.</summary>
internal sealed class GrantNewCustomerCoupon(ShopStore store, TimeProvider clock) : IMessageHandler<AccountCreated>
{
    public async Task HandleAsync(AccountCreated message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            await store.WriteAsync(db => GrantAsync(db, now, message, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // Another delivery of the same message was first.
        }
    }

    private static async Task GrantAsync(
        ShopDbContext db, DateTimeOffset now, AccountCreated message, CancellationToken ct)
    {
        var term = await db.Set<NewCustomerTerm>().AsNoTracking().SingleOrDefaultAsync(t =>
            t.StartedAt <= message.CreatedAt && (t.EndedAt == null || t.EndedAt > message.CreatedAt), ct);
        if (term is null) return;
        // Who erased an account and comes back has had theirs.
        if (await db.Set<Account>().AnyAsync(a => a.Id == message.AccountId && a.IsReturning, ct)) return;
        var isGranted = await db.Set<CouponClaim>()
            .AnyAsync(c => c.CouponId == term.CouponId && c.AccountId == message.AccountId, ct);
        if (isGranted) return;
        var coupon = await db.Set<Coupon>().AsNoTracking().SingleAsync(c => c.Id == term.CouponId, ct);
        var claim = ClaimLine.NewClaim(coupon, now, (message.AccountId, 1, Guid.NewGuid()));
        await db.Set<Coupon>().Where(c => c.Id == coupon.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Claimed, c => c.Claimed + 1), ct);
        db.Set<CouponClaim>().Add(claim);
    }
}

using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Privacy;

/// <summary>Reads, as of one moment, what the shop keeps about one account.</summary>
internal static class MyDataReads
{
    /// <summary>Of each kind, the newest: far more than anybody buys here in a life.</summary>
    public const int RowsMax = 10_000;

    public static async Task<MyData> ReadAsync(
        ShopDbContext db, Account account, DateTimeOffset now, CancellationToken ct) =>
        new(now,
            await ProfileAsync(db, account, ct),
            await db.Set<FormerEmail>().Where(f => f.AccountId == account.Id).OrderBy(f => f.Id)
                .Select(f => new MyFormerEmail(f.Email, f.ChangedAt, f.HeldUntil)).Take(RowsMax).ToListAsync(ct),
            await db.Set<Address>().Where(a => a.AccountId == account.Id).OrderBy(a => a.Id)
                .Select(a => new MyAddress(a.Recipient, a.Phone, a.Region, a.Line, a.PostalCode, a.IsDefault))
                .Take(RowsMax).ToListAsync(ct),
            await db.Set<AccountSession>().Where(s => s.AccountId == account.Id).OrderBy(s => s.Id)
                .Select(s => new MySession(s.Browser, s.System, s.Network, s.CreatedAt, s.LastSeenAt))
                .Take(RowsMax).ToListAsync(ct),
            await PasskeysAsync(db, account.Id, ct),
            await (from line in db.Set<CartLine>()
                   join cart in db.Set<Cart>() on line.CartId equals cart.Id
                   where cart.AccountId == account.Id
                   orderby line.AddedAt
                   select new MyCartLine(line.SkuId, line.Quantity, line.AddedAt)).Take(RowsMax).ToListAsync(ct),
            await ClaimsAsync(db, account.Id, ct),
            await OrdersAsync(db, account.Id, ct),
            await db.Set<QueuedMail>().Where(m => m.Recipient == account.NormalizedEmail)
                .OrderByDescending(m => m.Id).Take(RowsMax)
                .Select(m => new MyMail(m.Subject, m.CreatedAt, m.SentAt)).ToListAsync(ct));

    private static async Task<MyProfile> ProfileAsync(ShopDbContext db, Account account, CancellationToken ct)
    {
        var roles = await (
            from link in db.Set<IdentityUserRole<long>>()
            join role in db.Set<Role>() on link.RoleId equals role.Id
            where link.UserId == account.Id
            select role.Name!).ToListAsync(ct);
        return new MyProfile(
            account.Id, account.NormalizedEmail!, account.DisplayName, account.Culture, account.CreatedAt,
            account.PasswordHash is not null,
            await db.Set<Authenticator>().AnyAsync(a => a.AccountId == account.Id, ct), account.IsReturning, roles);
    }

    private static async Task<IReadOnlyList<MyPasskey>> PasskeysAsync(
        ShopDbContext db, long accountId, CancellationToken ct)
    {
        var passkeys = await db.Set<IdentityUserPasskey<long>>().Where(p => p.UserId == accountId)
            .Take(RowsMax).ToListAsync(ct);
        return [.. passkeys.Select(p => new MyPasskey(p.Data.Name, p.Data.CreatedAt))];
    }

    private static async Task<IReadOnlyList<MyClaim>> ClaimsAsync(
        ShopDbContext db, long accountId, CancellationToken ct)
    {
        var claims = await db.Set<CouponClaim>().Where(c => c.AccountId == accountId)
            .OrderByDescending(c => c.Id).Take(RowsMax)
            .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id, (claim, coupon) => new { claim, coupon.Name })
            .ToListAsync(ct);
        return [.. claims.Select(c => new MyClaim(
            c.claim.Id, c.Name, c.claim.Terms, c.claim.State, c.claim.OrderNumber, c.claim.ClaimedAt,
            c.claim.ExpiresAt))];
    }

    private static async Task<IReadOnlyList<MyOrder>> OrdersAsync(
        ShopDbContext db, long accountId, CancellationToken ct)
    {
        var mine = db.Set<Order>().Where(o => o.AccountId == accountId)
            .OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Number).Take(RowsMax);
        var numbers = mine.Select(o => o.Number);
        var orders = await mine.Include(o => o.Lines).ToListAsync(ct);
        var steps = (await db.Set<OrderStep>().Where(s => numbers.Contains(s.OrderNumber))
            .OrderBy(s => s.Seq).ToListAsync(ct)).ToLookup(s => s.OrderNumber);
        var payments = await db.Set<Payment>().Where(p => numbers.Contains(p.OrderNumber)).OrderBy(p => p.Id)
            .ToListAsync(ct);
        var refunds = (await db.Set<Refund>()
            .Where(r => db.Set<Payment>().Any(p => p.Id == r.PaymentId && numbers.Contains(p.OrderNumber)))
            .OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.PaymentId);
        var paid = payments.ToLookup(p => p.OrderNumber, p => new MyPayment(
            p.Provider, p.ProviderId, p.AmountMinor, p.Currency, p.State, p.ReceivedAt,
            [.. refunds[p.Id].Select(r => new MyRefund(r.AmountMinor, r.Reason, r.Answer, r.CreatedAt, r.DoneAt))]));
        var requests = (await db.Set<RefundRequest>().Where(r => numbers.Contains(r.OrderNumber))
            .OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.OrderNumber, r => new MyRefundRequest(
                r.State, r.Reason, r.Answer, r.CreatedAt, r.DecidedAt));
        var notes = (await db.Set<OrderNote>().Where(n => numbers.Contains(n.OrderNumber))
            .OrderBy(n => n.Id).ToListAsync(ct)).ToLookup(n => n.OrderNumber, n => new MyOrderNote(n.Text, n.At));
        return [.. orders.Select(o => OrderOf(o, steps[o.Number], paid[o.Number]) with
        {
            RefundRequests = [.. requests[o.Number]],
            Notes = [.. notes[o.Number]],
        })];
    }

    private static MyOrder OrderOf(Order o, IEnumerable<OrderStep> steps, IEnumerable<MyPayment> payments) => new(
        o.Number, o.State, o.CloseReason, o.Currency, o.GoodsMinor, o.DiscountMinor, o.ShippingMinor, o.DueMinor,
        o.Recipient, o.Phone, o.Region, o.AddressLine, o.PostalCode, o.Note, o.Tracking, o.CreatedAt,
        [.. o.Lines.Select(l => new MyOrderLine(
            l.SkuCode, l.Name, l.Options, l.UnitPriceMinor, l.Quantity, l.TotalMinor))],
        [.. steps.Select(s => new MyOrderStep(s.ToState, s.At, s.Note))],
        [.. payments]);
}

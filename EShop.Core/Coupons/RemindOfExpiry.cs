using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

/// <param name="Claims">Coupons that their owners were told of.</param>
/// <param name="Mails">Mails that told of them; one may tell of several.</param>
public sealed record RemindOfExpiryResult(int Claims, int Mails);

/// <summary>Tells by mail that coupons expire soon, each of them once: the guarded update on the claim and the queued
/// mail are one transaction. Who claimed it less than that before is not told what they have just read.</summary>
public sealed partial class RemindOfExpiry(
    ShopStore store, IOptions<CouponOptions> options, TimeProvider clock, ILogger<RemindOfExpiry> log)
{
    internal const int BatchMax = 200;

    public async Task<RemindOfExpiryResult> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (claims, mails) = (0, 0);
        while (true)
        {
            var due = await store.ReadAsync(db => DueAsync(db, now, ct), ct);
            if (due.Count > 0)
            {
                var told = await store.WriteAsync(db => TellAsync(db, now, due, ct), ct);
                (claims, mails) = (claims + told.Claims, mails + told.Mails);
            }

            if (due.Count < BatchMax) break;
        }

        if (claims > 0) LogTold(claims, mails);
        return new RemindOfExpiryResult(claims, mails);
    }

    private sealed record DueClaim(
        long ClaimId, long AccountId, string? Email, string Culture, LocalizedText Name, DateTimeOffset ExpiresAt);

    private Task<List<DueClaim>> DueAsync(ShopDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var before = options.Value.RemindBefore;
        var (from, until) = (now - before, now + before);
        return db.Set<CouponClaim>()
            .Where(c => c.State == ClaimState.Unused && c.RemindedAt == null
                && c.ExpiresAt > now && c.ExpiresAt <= until && c.ClaimedAt <= from)
            .OrderBy(c => c.ExpiresAt).ThenBy(c => c.AccountId).Take(BatchMax)
            .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id, (claim, coupon) => new { claim, coupon.Name })
            .Join(db.Set<Account>(), c => c.claim.AccountId, a => a.Id, (c, account) => new DueClaim(
                c.claim.Id, account.Id, account.Email, account.Culture, c.Name, c.claim.ExpiresAt))
            .ToListAsync(ct);
    }

    /// <summary>Only what the guard lets through is told of: another node, or an order, may have been first.</summary>
    private static async Task<RemindOfExpiryResult> TellAsync(
        ShopDbContext db, DateTimeOffset now, List<DueClaim> due, CancellationToken ct)
    {
        var mine = new List<DueClaim>();
        foreach (var claim in due.OrderBy(c => c.ClaimId))
            if (await CouponLedger.RemindAsync(db, now, claim.ClaimId, ct)) mine.Add(claim);
        var mails = 0;
        foreach (var reader in mine.GroupBy(c => c.AccountId))
        {
            var first = reader.First();
            if (!EmailAddress.TryParse(first.Email, out var email)) continue;
            MailQueue.Add(db, now, CouponMails.ExpiresSoon(
                new MailReader(email, first.Culture),
                [.. reader.OrderBy(c => c.ExpiresAt).Select(c => (c.Name, c.ExpiresAt))], now));
            mails++;
        }

        return new RemindOfExpiryResult(mine.Count, mails);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Coupons that expire soon: {Claims} told of by {Mails} mails")]
    private partial void LogTold(int claims, int mails);
}

using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Privacy;

/// <param name="SessionKey">The session that asks; the file is given to no other.</param>
public sealed record PrepareMyDataRequest(long AccountId, string SessionKey, string Password, NetworkAddress Network);

/// <summary>How much there is of each kind.</summary>
public sealed record MyDataIndex(
    int FormerEmails, int Addresses, int Sessions, int Passkeys, int CartLines, int Coupons, int Orders, int Mails,
    bool HasPicture);

/// <param name="Ticket">For <see cref="ExportMyData"/>, good for ten minutes in this session; empty unless
/// right.</param>
public sealed record PrepareMyDataResult(
    PasswordAskStatus Status, TimeSpan RetryAfter, string Ticket, MyDataIndex? Index);

/// <summary>First step of getting one's data: the password again; answers what there is, and a ticket for the file.
/// </summary>
public sealed class PrepareMyData(ShopStore store, PasswordAsk passwordAsk, ExportTickets tickets)
{
    public async Task<PrepareMyDataResult> ExecuteAsync(PrepareMyDataRequest request, CancellationToken ct)
    {
        var answer = await passwordAsk.AskAsync(request.AccountId, request.Password, request.Network, ct);
        if (answer.Account is not { } account)
            return new PrepareMyDataResult(answer.Status, answer.RetryAfter, "", null);
        var index = await store.ReadSnapshotAsync(db => CountAsync(db, account, ct), ct);
        return new PrepareMyDataResult(
            answer.Status, TimeSpan.Zero, tickets.Write(account.Id, request.SessionKey), index);
    }

    private static async Task<MyDataIndex> CountAsync(ShopDbContext db, Account account, CancellationToken ct) => new(
        await db.Set<FormerEmail>().CountAsync(f => f.AccountId == account.Id, ct),
        await db.Set<Address>().CountAsync(a => a.AccountId == account.Id, ct),
        await db.Set<AccountSession>().CountAsync(s => s.AccountId == account.Id, ct),
        await db.Set<IdentityUserPasskey<long>>().CountAsync(p => p.UserId == account.Id, ct),
        await db.Set<CartLine>().CountAsync(
            l => db.Set<Cart>().Any(c => c.Id == l.CartId && c.AccountId == account.Id), ct),
        await db.Set<CouponClaim>().CountAsync(c => c.AccountId == account.Id, ct),
        await db.Set<Order>().CountAsync(o => o.AccountId == account.Id, ct),
        await db.Set<QueuedMail>().CountAsync(m => m.Recipient == account.NormalizedEmail, ct),
        account.AvatarKey is not null);
}

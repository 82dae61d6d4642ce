using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Privacy;

public enum EraseAccountStatus
{
    /// <summary>The password did not open it: see <see cref="EraseAccountResult.Password"/>.</summary>
    PasswordRefused = 1,

    /// <summary>Staff acts in its own name; the role has to be taken away first.</summary>
    IsStaff = 2,

    /// <summary>An order is unpaid, on its way, or its money is on its way back: somebody must be there for it.
    /// </summary>
    OrderUnderWay = 3,
    Erased = 4,
}

public sealed record EraseAccountRequest(long AccountId, string Password, NetworkAddress Network);

public sealed record EraseAccountResult(EraseAccountStatus Status, PasswordAskStatus Password, TimeSpan RetryAfter);

/// <summary>Told in the transaction that erased an account: its picture lies outside of the database.</summary>
internal sealed record AccountErased(long AccountId, string? AvatarKey) : IMessage;

/// <summary>The mail that says farewell holds the address: a day later it is gone as well.</summary>
internal sealed record ForgetFarewell(long MailId) : IMessage;

/// <summary>
/// The person goes, the books stay. One transaction turns the account into a row without anybody behind it and removes
/// all that is its own; orders and claims stay with that row, so every equation still holds. Objects are removed by a
/// message, so that a process that dies in between leaves nothing behind.
/// </summary>
public sealed partial class EraseAccount(
    ShopStore store, PasswordAsk passwordAsk, ReturningCustomers returning, TimeProvider clock,
    ILogger<EraseAccount> log)
{
    private static readonly TimeSpan FarewellKept = TimeSpan.FromDays(1);

    public async Task<EraseAccountResult> ExecuteAsync(EraseAccountRequest request, CancellationToken ct)
    {
        var answer = await passwordAsk.AskAsync(request.AccountId, request.Password, request.Network, ct);
        if (answer.Account is not { } account)
            return new EraseAccountResult(EraseAccountStatus.PasswordRefused, answer.Status, answer.RetryAfter);
        var email = EmailAddress.Parse(account.NormalizedEmail!);
        var hash = await returning.HashAsync(email, ct);
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(db => WriteAsync(db, account, (email, hash), now, ct), ct);
        LogErased(log, request.AccountId, status);
        return status == EraseAccountStatus.PasswordRefused
            ? new EraseAccountResult(status, PasswordAskStatus.NoAccount, TimeSpan.Zero)
            : new EraseAccountResult(status, PasswordAskStatus.Right, TimeSpan.Zero);
    }

    private static async Task<EraseAccountStatus> WriteAsync(
        ShopDbContext db, Account seen, (EmailAddress Email, string Hash) address, DateTimeOffset now,
        CancellationToken ct)
    {
        // From here on whoever changes the account waits, or has changed it before.
        var account = await AccountWrites.EnterAsync(db, seen.Id, ct);
        if (account is null || account.PasswordHash != seen.PasswordHash
            || account.NormalizedEmail != seen.NormalizedEmail)
            return Refuse(db, EraseAccountStatus.PasswordRefused);
        if ((await Factors.OfAsync(db, account.Id, ct)).IsStaff)
            return Refuse(db, EraseAccountStatus.IsStaff);
        var (avatarKey, culture) = (account.AvatarKey, account.Culture);
        // The address is a key: an order that is being placed waits for this, or is seen below.
        account.Erase(now);
        await db.SaveChangesAsync(ct);
        if (await IsUnderWayAsync(db, account.Id, ct))
            return Refuse(db, EraseAccountStatus.OrderUnderWay);

        var former = await db.Set<FormerEmail>().Where(f => f.AccountId == account.Id).Select(f => f.Email)
            .ToListAsync(ct);
        await ErasureLedger.RemoveOwnRowsAsync(db, account.Id, ct);
        await ErasureLedger.RemoveMailsAsync(db, [address.Email.Value, .. former], ct);
        await ErasureLedger.BlankOrdersAsync(db, db.Set<Order>().Where(o => o.AccountId == account.Id), ct);
        await ErasureLedger.BlankWordsAsync(db, account.Id, ct);
        if (!await ReturningCustomers.IsKnownAsync(db, address.Hash, ct))
            db.Add(new ErasedAddress { Hash = address.Hash, ErasedAt = now });
        Outbox.Add(db, now, new AccountErased(account.Id, avatarKey));
        await SayFarewellAsync(db, new MailReader(address.Email, culture), now, ct);
        return EraseAccountStatus.Erased;
    }

    private static EraseAccountStatus Refuse(ShopDbContext db, EraseAccountStatus status)
    {
        db.Abandon();
        return status;
    }

    private static async Task SayFarewellAsync(
        ShopDbContext db, MailReader reader, DateTimeOffset now, CancellationToken ct)
    {
        var forget = now + FarewellKept;
        MailQueue.Add(db, now, AccountMails.Erased(reader) with { ExpiresAt = forget });
        await db.SaveChangesAsync(ct);
        var id = await db.Set<QueuedMail>().Where(m => m.Recipient == reader.Email.Value).MaxAsync(m => m.Id, ct);
        Outbox.Add(db, now, new ForgetFarewell(id), forget);
    }

    private static async Task<bool> IsUnderWayAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        var orders = db.Set<Order>().Where(o => o.AccountId == accountId);
        if (await orders.AnyAsync(o => o.State == OrderState.AwaitingPayment || o.State == OrderState.Paid
            || o.State == OrderState.Shipped, ct))
            return true;
        return await (
            from payment in db.Set<Payment>()
            join order in orders on payment.OrderNumber equals order.Number
            where payment.State == PaymentState.Received || payment.State == PaymentState.RefundDue
                || db.Set<Refund>().Any(r => r.PaymentId == payment.Id && r.DoneAt == null)
            select payment.Id).AnyAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Erasure of account {AccountId}: {Status}")]
    private static partial void LogErased(ILogger log, long accountId, EraseAccountStatus status);
}

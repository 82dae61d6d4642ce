using System.Reflection;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace EShop.Core.Privacy;

/// <summary>Takes the person out of the rows. Rows that a table says go with the account (ON DELETE CASCADE) go; what
/// must stay for the books (orders, claims) stays with an account that is nobody's. Twice is once.</summary>
internal static class ErasureLedger
{
    private static readonly MethodInfo DeleteRows = typeof(ErasureLedger)
        .GetMethod(nameof(DeleteRowsAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The tables whose rows are an account's own, by what the model says of them.</summary>
    public static IEnumerable<IForeignKey> OwnTables(IModel model) =>
        from entity in model.GetEntityTypes()
        where !entity.IsOwned()
        from key in entity.GetForeignKeys()
        where key.PrincipalEntityType.ClrType == typeof(Account) && key.DeleteBehavior == DeleteBehavior.Cascade
        select key;

    public static async Task RemoveOwnRowsAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        foreach (var key in OwnTables(db.Model))
        {
            var delete = DeleteRows.MakeGenericMethod(
                key.DeclaringEntityType.ClrType, key.Properties.Single().ClrType);
            await (Task)delete.Invoke(null, [db, key.Properties.Single().Name, accountId, ct])!;
        }
    }

    /// <summary>Waiting mails are not sent any more, and nothing says that these addresses ever got one.</summary>
    public static Task RemoveMailsAsync(ShopDbContext db, List<string> addresses, CancellationToken ct) =>
        db.Set<QueuedMail>().Where(m => addresses.Contains(m.Recipient)).ExecuteDeleteAsync(ct);

    /// <summary>What was bought, when, for how much and how it was paid stays; who got it, and where, goes, once an
    /// order is over. Answers how many orders were blanked.</summary>
    public static Task<int> BlankOrdersAsync(ShopDbContext db, IQueryable<Order> orders, CancellationToken ct) =>
        orders
            .Where(o => o.State == OrderState.Closed || o.State == OrderState.Completed
                || o.State == OrderState.Refunded)
            .Where(o => o.Recipient != "" || o.Phone != "" || o.Region != "" || o.AddressLine != ""
                || o.PostalCode != "" || o.Note != "" || o.Tracking != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(o => o.Recipient, "").SetProperty(o => o.Phone, "")
                    .SetProperty(o => o.Region, "").SetProperty(o => o.AddressLine, "")
                    .SetProperty(o => o.PostalCode, "").SetProperty(o => o.Note, "")
                    .SetProperty(o => o.Tracking, (string?)null),
                ct);

    /// <summary>What was written about their orders, by them and by staff, goes; a refund that waits for an answer is
    /// asked for no more.</summary>
    public static async Task BlankWordsAsync(ShopDbContext db, long accountId, CancellationToken ct)
    {
        var orders = db.Set<Order>().Where(o => o.AccountId == accountId).Select(o => o.Number);
        await db.Set<RefundRequest>()
            .Where(r => r.AccountId == accountId && r.State == RefundRequestState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RefundRequestState.TakenBack), ct);
        await db.Set<RefundRequest>().Where(r => r.AccountId == accountId && (r.Reason != "" || r.Answer != ""))
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Reason, "").SetProperty(r => r.Answer, ""), ct);
        await db.Set<Refund>()
            .Where(r => r.Answer != ""
                && db.Set<Payment>().Any(p => p.Id == r.PaymentId && orders.Contains(p.OrderNumber)))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Answer, ""), ct);
        await db.Set<OrderNote>().Where(n => orders.Contains(n.OrderNumber)).ExecuteDeleteAsync(ct);
    }

    private static Task DeleteRowsAsync<TEntity, TKey>(
        ShopDbContext db, string property, long accountId, CancellationToken ct)
        where TEntity : class =>
        typeof(TKey) == typeof(long?)
            ? db.Set<TEntity>().Where(e => EF.Property<long?>(e, property) == accountId).ExecuteDeleteAsync(ct)
            : db.Set<TEntity>().Where(e => EF.Property<long>(e, property) == accountId).ExecuteDeleteAsync(ct);
}

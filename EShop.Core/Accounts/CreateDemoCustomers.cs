using System.Globalization;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum CreateDemoCustomersStatus
{
    CountOutOfRange = 1,
    Created = 2,
}

public sealed record CreateDemoCustomersRequest(int Count);

/// <param name="Created">How many were made now; the others were there.</param>
/// <param name="Password">Of all of them, also of those that were there.</param>
public sealed record CreateDemoCustomersResult(CreateDemoCustomersStatus Status, int Created, string Password);

/// <summary>
/// Accounts customer000001@demo.local … for load tests, in Development only. They share one password, so that it is
/// hashed once: 5,000 hashes would take minutes.
/// </summary>
public sealed class CreateDemoCustomers(ShopStore store, PasswordHashing hashing, TimeProvider clock)
{
    public const int CountMax = 100_000;

    private const int BatchMax = 500;

    public static string EmailOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"customer{number:D6}@demo.local");

    public async Task<CreateDemoCustomersResult> ExecuteAsync(
        CreateDemoCustomersRequest request, CancellationToken ct)
    {
        if (request.Count is < 1 or > CountMax)
            return new CreateDemoCustomersResult(CreateDemoCustomersStatus.CountOutOfRange, 0, "");
        var now = clock.GetUtcNow();
        var password = $"demo-{RandomToken.New()[..16]}";
        var hash = hashing.Hash(password);
        var created = 0;
        for (var first = 1; first <= request.Count; first += BatchMax)
        {
            var numbers = Enumerable.Range(first, Math.Min(BatchMax, request.Count - first + 1)).ToList();
            created += await store.WriteAsync(db => AddAsync(db, numbers, hash, now, ct), ct);
        }

        return new CreateDemoCustomersResult(CreateDemoCustomersStatus.Created, created, password);
    }

    private static async Task<int> AddAsync(
        ShopDbContext db, List<int> numbers, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var emails = numbers.Select(EmailOf).ToList();
        var there = await db.Set<Account>().Where(a => emails.Contains(a.NormalizedEmail!))
            .Select(a => a.NormalizedEmail!).ToListAsync(ct);
        await db.Set<Account>().Where(a => there.Contains(a.NormalizedEmail!)).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.PasswordHash, hash).SetProperty(a => a.SecurityStamp, RandomToken.New()), ct);
        var accounts = numbers.Where(number => !there.Contains(EmailOf(number))).Select(number => AccountWrites.Make(
            new NewAccount(EmailAddress.Parse(EmailOf(number)), $"Customer {number}", "en", hash, null), now)).ToList();
        db.AddRange(accounts);
        await db.SaveChangesAsync(ct);
        foreach (var account in accounts)
            Outbox.Add(db, now, new AccountCreated(account.Id, now));
        return accounts.Count;
    }
}

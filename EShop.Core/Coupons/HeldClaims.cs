using EShop.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EShop.Core.Coupons;

/// <summary>A claim that was there before the turn.</summary>
/// <param name="CodeId">The code that works once and gave it.</param>
internal sealed record HeldClaim(long Id, long CouponId, long AccountId, Guid RequestKey, long? CodeId);

/// <summary>How many of the turn's coupon an account holds, and the last of them.</summary>
internal sealed record HeldCount(long AccountId, int Count, long LastId);

/// <summary>What was there before a turn, as far as its requests ask: however many claims somebody has, of each request
/// one row is read.</summary>
/// <param name="Counts">Of the turn's coupon, by account.</param>
/// <param name="Keyed">Of any coupon, what the requests' own keys made before.</param>
/// <param name="ByCode">What the requests' codes gave before, to whomever.</param>
internal sealed record HeldClaims(
    IReadOnlyDictionary<long, HeldCount> Counts, ILookup<(long AccountId, Guid Key), HeldClaim> Keyed,
    IReadOnlyDictionary<long, HeldClaim> ByCode)
{
    public static async Task<HeldClaims> ReadAsync(
        ShopDbContext db, long couponId, IReadOnlyList<ClaimCouponRequest> requests)
    {
        var accounts = requests.Select(r => r.AccountId).Distinct().ToArray();
        var counts = await db.Set<CouponClaim>()
            .Where(c => c.CouponId == couponId && accounts.Contains(c.AccountId))
            .GroupBy(c => c.AccountId)
            .Select(mine => new HeldCount(mine.Key, mine.Count(), mine.Max(c => c.Id))).ToListAsync();
        var keyed = await KeyedAsync(db, requests);
        var byCode = await ByCodesAsync(db, requests);
        return new(
            counts.ToDictionary(c => c.AccountId), keyed.ToLookup(c => (c.AccountId, c.RequestKey)),
            byCode.ToDictionary(c => c.CodeId!.Value));
    }

    /// <summary>Pair by pair over the index of (account, key): as two lists, a store may try each with each.</summary>
    private static async Task<List<HeldClaim>> KeyedAsync(
        ShopDbContext db, IReadOnlyList<ClaimCouponRequest> requests)
    {
        const string columns = "c.id, c.coupon_id, c.account_id, c.request_key, c.code_id";
        if (db is PostgresShopDbContext)
            return await db.Database.SqlQueryRaw<HeldClaim>(
                $"""
                select {columns} from unnest(@accounts, @keys) as asked(account, key)
                join coupon_claims c on c.account_id = asked.account and c.request_key = asked.key
                """,
                new NpgsqlParameter("@accounts", requests.Select(r => r.AccountId).ToArray()),
                new NpgsqlParameter("@keys", requests.Select(r => r.RequestKey).ToArray())).ToListAsync();
        return await db.Database.SqlQueryRaw<HeldClaim>(
            $"""
            select {columns} from json_each(@asked) as asked
            cross join coupon_claims c on c.account_id = asked.value ->> 0 and c.request_key = asked.value ->> 1
            """,
            new SqliteParameter("@asked", RowInsert.JsonOf(
                requests.Count, nth => [requests[nth].AccountId, requests[nth].RequestKey]))).ToListAsync();
    }

    /// <summary>In most turns no code was typed.</summary>
    private static async Task<List<HeldClaim>> ByCodesAsync(
        ShopDbContext db, IReadOnlyList<ClaimCouponRequest> requests)
    {
        var codes = requests.Select(r => r.CodeId).OfType<long>().Distinct().ToArray();
        if (codes.Length == 0) return [];
        return await db.Set<CouponClaim>().Where(c => c.CodeId != null && codes.Contains(c.CodeId.Value))
            .Select(c => new HeldClaim(c.Id, c.CouponId, c.AccountId, c.RequestKey, c.CodeId)).ToListAsync();
    }
}

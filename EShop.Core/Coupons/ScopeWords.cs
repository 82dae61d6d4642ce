using EShop.Core.Catalog;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>Says in words which goods a coupon is about.</summary>
internal static class ScopeWords
{
    /// <summary>The names, or null when one of them is of nothing that there is.</summary>
    public static async Task<LocalizedText?> ReadAsync(ShopDbContext db, CouponTerms terms, CancellationToken ct)
    {
        var ids = terms.ReadScope();
        List<LocalizedText> names = terms.Scope switch
        {
            CouponScope.Everything => [],
            CouponScope.Categories => await db.Set<Category>().Where(c => ids.Contains(c.Id))
                .OrderBy(c => c.Position).Select(c => c.Name).ToListAsync(ct),
            CouponScope.Products => await db.Set<Product>().Where(p => ids.Contains(p.Id))
                .OrderBy(p => p.Id).Select(p => p.Name).ToListAsync(ct),
            _ => throw new InvalidOperationException($"Unknown scope of a coupon: {terms.Scope}."),
        };
        return names.Count == ids.Length ? Joined(names) : null;
    }

    private static LocalizedText Joined(List<LocalizedText> names) => new(
        Cut(string.Join(", ", names.Select(n => Either(n.En, n.Zh)))),
        Cut(string.Join("、", names.Select(n => Either(n.Zh, n.En)))));

    private static string Either(string wanted, string other) => string.IsNullOrWhiteSpace(wanted) ? other : wanted;

    private static string Cut(string text) =>
        text.Length <= Coupon.ScopeTextMax ? text : text[..(Coupon.ScopeTextMax - 1)] + "…";
}

using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <param name="Page">From 1; anything else is brought into 1 to 1,000.</param>
public sealed record ListOrdersRequest(long AccountId, int Page);

public sealed record OrderRow(
    OrderNumber Number, OrderState State, Money Due, DateTimeOffset CreatedAt, DateTimeOffset PayUntil, int Units,
    IReadOnlyList<OrderLineRow> Lines);

public sealed record OrderLineRow(
    long SkuId, string SkuCode, string ProductHandle, LocalizedText Name, LocalizedText Options, string? PictureKey,
    Money UnitPrice, int Quantity, Money Total);

public sealed record ListOrdersResult(IReadOnlyList<OrderRow> Orders, int Page, int Pages, int Count);

/// <summary>A shopper's own orders, newest first.</summary>
public sealed class ListOrders(ShopStore store)
{
    public const int PageSize = 10, PageMax = 1_000;

    public Task<ListOrdersResult> ExecuteAsync(ListOrdersRequest request, CancellationToken ct) =>
        store.ReadAsync(async db =>
        {
            var mine = db.Set<Order>().Where(o => o.AccountId == request.AccountId);
            var count = await mine.CountAsync(ct);
            var pages = Math.Clamp((count + PageSize - 1) / PageSize, 1, PageMax);
            var page = Math.Clamp(request.Page, 1, pages);
            var orders = await mine.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Number)
                .Skip((page - 1) * PageSize).Take(PageSize).Include(o => o.Lines).ToListAsync(ct);
            return new ListOrdersResult([.. orders.Select(RowOf)], page, pages, count);
        }, ct);

    internal static OrderRow RowOf(Order order) => new(
        OrderNumber.Stored(order.Number), order.State, new Money(order.DueMinor), order.CreatedAt, order.PayUntil,
        order.Lines.Sum(l => l.Quantity), [.. order.Lines.Select(LineOf)]);

    internal static OrderLineRow LineOf(OrderLine line) => new(
        line.SkuId, line.SkuCode, line.ProductHandle, line.Name, line.Options, line.PictureKey,
        new Money(line.UnitPriceMinor), line.Quantity, new Money(line.TotalMinor));
}

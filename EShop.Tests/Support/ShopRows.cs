using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EShop.Tests.Support;

/// <summary>Looks into the database of a running shop from outside, as an operator could.</summary>
internal static class ShopRows
{
    /// <summary>A product of one SKU with at least so many in stock, priced from <paramref name="fromMinor"/> on.
    /// </summary>
    public static async Task<Goods> GoodsAsync(this WebShop shop, long fromMinor = 0, int stock = 20)
    {
        var rows = await shop.RowsAsync($"""
            select p.handle, s.id from products p join skus s on s.product_id = p.id
            join stock_levels l on l.sku_id = s.id
            where p.state = 'Published' and l.available >= {stock} and s.price_minor >= {fromMinor}
            and (select count(*) from skus o where o.product_id = p.id) = 1 order by s.price_minor, s.id
            """);
        Assert.NotEmpty(rows);
        return new Goods($"/p/{rows[0][0]}", long.Parse(rows[0][1], CultureInfo.InvariantCulture));
    }

    /// <summary>Available, locked and sold.</summary>
    public static async Task<(long Available, long Locked, long Sold)> StockAsync(this WebShop shop, Goods goods)
    {
        var row = Assert.Single(await shop.RowsAsync(
            $"select available, locked, sold from stock_levels where sku_id = {goods.SkuId}"));
        var numbers = row.Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>The states of an order's stock tasks and coupon tasks.</summary>
    public static async Task<(string Stock, string Coupon)> TasksAsync(this WebShop shop, string order)
    {
        var stock = await shop.RowsAsync($"select distinct state from stock_tasks where order_number = '{order}'");
        var coupon = await shop.RowsAsync($"select distinct state from coupon_tasks where order_number = '{order}'");
        return (Words(stock), Words(coupon));

        static string Words(List<string[]> rows) => string.Join(", ", rows.Select(row => row[0]));
    }

    /// <summary>A fault from outside, such as a trigger that refuses a row; see who calls it.</summary>
    public static async Task SpoilAsync(this WebShop shop, string statement)
    {
        await using DbConnection connection = shop.PostgresConnection is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection($"Data Source={shop.DataFolder}/shop.db;Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<string[]>> RowsAsync(this WebShop shop, string query)
    {
        await using DbConnection connection = shop.PostgresConnection is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection($"Data Source={shop.DataFolder}/shop.db;Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount)
                .Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? "")]);
        return rows;
    }
}

/// <summary>Something to buy: the page of a product and its only SKU.</summary>
internal sealed record Goods(string Path, long SkuId);

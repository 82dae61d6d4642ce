using System.Text;
using EShop.Core.Catalog.Import;
using EShop.Tests.Support;

namespace EShop.Tests.Catalog;

/// <summary>What is wrong is named with its line; its product is left out whole, the others come in.</summary>
public sealed class ImportRefusalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadRows() => new()
    {
        { ImportKit.Plain("bad", "-1"), "below zero" },
        { ImportKit.Plain("bad", "10000000.01"), "more than" },
        { ImportKit.Plain("bad", "1.005"), "two decimals" },
        { ImportKit.Plain("bad", "1e3"), "not a number" },
        { ImportKit.Plain("bad", "cheap"), "not a number" },
        { ImportKit.Plain("bad", ""), "missing" },
        { ImportKit.Plain("bad", "10", "-3"), "not between" },
        { ImportKit.Plain("bad", "10", "1.5"), "whole number" },
        { ImportKit.Plain("bad", "10", "99999999"), "not between" },
        { ImportKit.Plain("bad").Replace(",true,", ",perhaps,", StringComparison.Ordinal), "neither true nor false" },
        { ImportKit.Plain("bad").Replace(",100,", ",heavy,", StringComparison.Ordinal), "not a number" },
        { ImportKit.Plain("bad").Replace("Some bad", "", StringComparison.Ordinal), "missing" },
        {
            ImportKit.Plain("bad").Replace("Some bad", new string('x', 201), StringComparison.Ordinal),
            "201 characters"
        },
        { ImportKit.Plain("bad/handle"), "letters, digits and hyphens" },
        { ImportKit.Plain("bad") + ",one,too many", "cells" },
        { "bad,Bad", "cells" },
        { ImportKit.Plain("bad").Replace("Some bad", new string('x', 70_000), StringComparison.Ordinal), "64 KB" },
        { ImportKit.Plain("bad").Replace("Some bad", new string('x', 1_000_000), StringComparison.Ordinal), "64 KB" },
        { ImportKit.Plain("bad").Replace("Some bad", "\"open", StringComparison.Ordinal), "quotation mark" },
        { ImportKit.Plain("bad").Replace("Some bad", "\"in\" the middle", StringComparison.Ordinal), "quotation mark" },
    };

    [Theory, MemberData(nameof(BadRows))]
    public async Task A_bad_row_is_named_and_the_others_come_in(string row, string reason)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportAsync(ImportKit.Plain("before"), row, ImportKit.Plain("after"));

        var rejected = Assert.Single(result.Rejected);
        Assert.Equal(3, rejected.Line);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(["after", "before"], (await shop.ProductsAsync()).Select(p => p.Handle));
        Assert.Equal(2, result.Products);
    }

    [Fact]
    public async Task A_product_with_one_bad_row_is_left_out_whole()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var bad = ImportKit.Size("tee", "", "M").Replace(",10,", ",-10,", StringComparison.Ordinal);
        var result = await shop.ImportAsync(
            ImportKit.Size("tee", "Tee", "S"), bad, ImportKit.Size("tee", "", "L"), ImportKit.Plain("cup"));

        Assert.Equal(3, Assert.Single(result.Rejected).Line);
        Assert.Equal(["cup"], (await shop.ProductsAsync()).Select(p => p.Handle));
    }

    [Fact]
    public async Task The_same_options_twice_are_refused()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportAsync(
            ImportKit.Size("tee", "Tee", "S", "A"), ImportKit.Size("tee", "", "S", "B"));

        Assert.Contains("there twice", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
        Assert.Empty(await shop.ProductsAsync());
    }

    [Fact]
    public async Task The_same_code_in_two_products_is_refused_in_the_second()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportAsync(
            ImportKit.Size("tee", "Tee", "S", "A"), ImportKit.Size("top", "Top", "S", "A"));

        Assert.Equal(3, Assert.Single(result.Rejected).Line);
        Assert.Equal(["tee"], (await shop.ProductsAsync()).Select(p => p.Handle));
        var foreign = await shop.ImportAsync(ImportKit.Size("top", "Top", "S", "A"));
        Assert.Contains("belongs to another product", Assert.Single(foreign.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_variants_are_refused()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var rows = Enumerable.Range(1, 101).Select(n => ImportKit.Size("tee", n == 1 ? "Tee" : "", $"{n}"));
        var result = await shop.ImportAsync([.. rows]);

        Assert.Equal(102, Assert.Single(result.Rejected).Line);
        Assert.Empty(await shop.ProductsAsync());
    }

    [Fact]
    public async Task Rows_of_a_product_that_do_not_stand_together_leave_it_out()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportAsync(
            ImportKit.Size("tee", "Tee", "S"), ImportKit.Plain("cup"), ImportKit.Size("tee", "Tee", "M"));

        Assert.Equal(4, Assert.Single(result.Rejected).Line);
        Assert.Equal(["cup"], (await shop.ProductsAsync()).Select(p => p.Handle));
    }

    [Fact]
    public async Task Files_that_are_no_such_CSV_are_refused_with_the_reason()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var latin = Path.Combine(shop.DataFolder, "latin.csv");
        await File.WriteAllBytesAsync(
            latin, Encoding.Latin1.GetBytes(ImportKit.Header + "\n" + ImportKit.Plain("café")), Ct);

        Assert.Equal(ImportProductsStatus.NoSuchFile, (await shop.ImportFileAsync("/no/such.csv")).Status);
        Assert.Equal(ImportProductsStatus.IsFolder, (await shop.ImportFileAsync(shop.DataFolder)).Status);
        Assert.Equal(ImportProductsStatus.Empty, (await shop.ImportTextAsync("")).Status);
        var notUtf8 = await shop.ImportFileAsync(latin);
        Assert.Equal((ImportProductsStatus.NotUtf8, 2), (notUtf8.Status, Assert.Single(notUtf8.Rejected).Line));
        var noColumn = await shop.ImportTextAsync("Handle,Title\ncup,Cup\n");
        Assert.Equal(ImportProductsStatus.BadHeader, noColumn.Status);
        Assert.Contains("Variant Price", Assert.Single(noColumn.Rejected).Reason, StringComparison.Ordinal);
        Assert.Empty(await shop.ProductsAsync());
    }
}

using System.Text.Json;
using EShop.Core.Books;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Books;

public sealed class CheckBooksTests
{
    private static readonly CheckBooksRequest Unsaved = new(IsSaved: false);

    [Theory, EachStore]
    public async Task An_empty_shop_is_clean(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var result = await CheckAsync(shop, Unsaved);
        Assert.Equal(CheckBooksStatus.Clean, result.Status);
        Assert.All(result.Lines, line => Assert.Equal(0, line.RowsChecked));
    }

    [Theory, EachStore]
    public async Task A_shop_that_trades_is_clean_in_every_line(Store store)
    {
        await using var shop = await TradedShop.CreateAsync(store);
        var result = await CheckAsync(shop, Unsaved);
        Assert.Equal([], result.Lines.Where(line => !line.IsOk).Select(Told));
        Assert.Equal(27, result.Lines.Count);
        Assert.Equal(CheckBooksStatus.Clean, result.Status);
        // Only codes are not rows; all other lines had something to look at.
        Assert.Equal(["code-live"], result.Lines.Where(line => line.RowsChecked == 0).Select(line => line.Name));
    }

    [Theory, EachStore]
    public async Task Each_line_is_broken_by_what_it_forbids_and_by_nothing_else(Store store)
    {
        foreach (var (line, spoil, offender) in Spoilt.All)
        {
            await using var shop = await TradedShop.CreateAsync(store);
            await shop.RunAsync(spoil);
            var result = await CheckAsync(shop, Unsaved);
            var broken = Assert.Single(result.Lines, l => !l.IsOk);
            Assert.Equal((line, offender), (broken.Name, broken.Offenders[0]));
            Assert.Equal(CheckBooksStatus.Broken, result.Status);
        }
    }

    [Fact]
    public void Every_line_has_its_spoiler() => Assert.Equal(
        Invariant.All.Select(invariant => invariant.Name).Where(name => name != "code-live").Order(),
        Spoilt.All.Select(spoilt => spoilt.Line).Distinct().Order());

    [Fact]
    public void The_books_find_the_order_in_its_messages()
    {
        Assert.Equal(TradedShop.Paid, JsonSerializer.Serialize(new OrderPaid(TradedShop.Paid)).Substring(11, 20));
        Assert.Equal(TradedShop.Paid, JsonSerializer.Serialize(new OrderClosed(TradedShop.Paid)).Substring(11, 20));
    }

    [Theory, EachStore]
    public async Task What_is_due_may_stay_open_for_the_grace_and_no_longer(Store store)
    {
        await using var shop = await TradedShop.CreateAsync(store);
        await shop.RunAsync("update coupon_tasks set due_at = @now where id = 2");
        shop.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(CheckBooksStatus.Clean, (await CheckAsync(shop, Unsaved)).Status);
        shop.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var broken = Assert.Single((await CheckAsync(shop, Unsaved)).Lines, line => !line.IsOk);
        Assert.Equal("task-overdue: coupon task 2 (1)", Told(broken));
    }

    [Theory, EachStore]
    public async Task The_store_reckons_a_discount_as_the_shop_does(Store store)
    {
        const int orders = 300;
        await using var shop = await TradedShop.CreateAsync(store);
        await shop.RunAsync(string.Join(";", Enumerable.Range(1, orders).Select(DiscountedOrder)));
        Assert.True((await DiscountLineAsync(shop)).IsOk);
        await shop.RunAsync("update orders set discount_minor = discount_minor + 1 where checkout_key = 'more'");
        Assert.Equal(orders, (await DiscountLineAsync(shop)).OffenderCount);
    }

    [Theory, EachStore]
    public async Task Ten_offenders_are_named_and_all_are_counted(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var levels = string.Join(", ", Enumerable.Range(10, 25).Select(sku => $"({sku}, 1, 0, 0, 1, 0, 0)"));
        await shop.RunAsync($"""
            insert into stock_levels (sku_id, received, returned, written_off, available, locked, sold) values {levels}
            """);
        var moves = Assert.Single((await CheckAsync(shop, Unsaved)).Lines, line => !line.IsOk);
        Assert.Equal(25, moves.OffenderCount);
        Assert.Equal(Enumerable.Range(10, 10).Select(sku => $"sku {sku}"), moves.Offenders);
    }

    [Theory, EachStore]
    public async Task A_saved_check_is_the_newest_of_the_history(Store store)
    {
        await using var shop = await TradedShop.CreateAsync(store);
        await CheckAsync(shop, new CheckBooksRequest(IsSaved: true));
        await shop.RunAsync("update coupons set claimed = 1 where id = 2");
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await CheckAsync(shop, new CheckBooksRequest(IsSaved: true));
        var history = await shop.Get<ReadBookHistory>()
            .ExecuteAsync(new ReadBookHistoryRequest(10), TestContext.Current.CancellationToken);
        Assert.Equal([false, true], history.Checks.Select(check => check.IsClean));
        Assert.Equal(["coupon-total"], history.Checks[0].BrokenLines);
        Assert.Equal("coupon-total: coupon 2 (1)", Told(Assert.Single(history.Last, line => !line.IsOk)));
    }

    [Theory, EachStore]
    public async Task The_history_keeps_its_last_thousand(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var old = string.Join(", ", Enumerable.Range(1, 1200).Select(at => $"({at}, true, 1, '[]')"));
        await shop.RunAsync($"insert into book_checks (at, is_clean, took_ms, lines_json) values {old}");
        await CheckAsync(shop, new CheckBooksRequest(IsSaved: true));
        Assert.Equal((1000, 202), await shop.CountAndLowestAsync("book_checks", "at"));
    }

    private static Task<CheckBooksResult> CheckAsync(TestShop shop, CheckBooksRequest request) =>
        shop.Get<CheckBooks>().ExecuteAsync(request, TestContext.Current.CancellationToken);

    private static async Task<BookLine> DiscountLineAsync(TestShop shop) =>
        (await CheckAsync(shop, Unsaved)).Lines.Single(line => line.Name == "order-discount");

    // An order of its own coupon, claim and account: terms, scope and goods at random, so that every branch is taken.
    private static string DiscountedOrder(int nth)
    {
        var random = new Random(nth);
        var (id, number) = (100 + nth, $"260701-{nth:0000000000000}");
        var lines = Enumerable.Range(1, random.Next(1, 4)).Select(sku => new BasketLine(
            random.Next(1, 4), sku, new Money(random.Next(1, 10_000)))).ToList();
        var terms = SomeTerms(random);
        var saving = CouponDiscount.Of(terms, new Basket(lines, new Money(800)));
        var shipping = 800 - saving.Shipping.Minor;
        var (goods, off) = (lines.Sum(l => l.Total.Minor), saving.Discount.Minor);
        var rows = lines.Select(l => $"('{number}', {l.ProductId}, {l.ProductId}, {l.CategoryId}, 'S', 's', "
            + $"{l.Total.Minor}, 1, {l.Total.Minor}, '', '', '', '')");
        return $"""
            insert into coupon_claims (id, coupon_id, account_id, nth, request_key, state, order_number, claimed_at,
                expires_at, terms_kind, terms_amount_minor, terms_percent, terms_minimum_minor, terms_ceiling_minor,
                terms_scope, terms_scope_ids)
            values ({id}, 2, 2, {id}, '00000000-0000-0000-0000-000000000000', 'Held', '{number}', @old, @soon,
                '{terms.Kind}', {terms.AmountMinor}, {terms.Percent}, {terms.MinimumMinor}, {terms.CeilingMinor},
                '{terms.Scope}', '{terms.ScopeIds}');
            alter table orders drop constraint if exists ck_orders_due;
            alter table orders drop constraint if exists ck_orders_discount;
            drop index if exists ux_orders_checkout_key;
            insert into orders (number, account_id, checkout_key, state, currency, goods_minor, discount_minor,
                shipping_minor, due_minor, claim_id, recipient, phone, region, address_line, postal_code, note,
                created_at, pay_until)
            values ('{number}', 2, 'more', 'AwaitingPayment', 'CNY', {goods}, {off}, {shipping},
                {goods - off + shipping}, {id}, '', '', '', '', '', '', @old, @soon);
            insert into order_lines (order_number, sku_id, product_id, category_id, sku_code, product_handle,
                unit_price_minor, quantity, total_minor, name_en, name_zh, options_en, options_zh)
            values {string.Join(", ", rows)}
            """;
    }

    private static CouponTerms SomeTerms(Random random)
    {
        var minimum = random.Next(0, 8_000);
        var scope = (CouponScope)random.Next(1, 4);
        var ids = scope == CouponScope.Everything ? "" : CouponTerms.ScopeOf([random.Next(1, 4), random.Next(1, 30)]);
        return random.Next(3) switch
        {
            0 => new CouponTerms(CouponKind.AmountOff, random.Next(1, 15_000), 0, minimum, 0, scope, ids),
            1 => new CouponTerms(
                CouponKind.PercentOff, 0, random.Next(1, 101), minimum, random.Next(0, 3000), scope, ids),
            _ => new CouponTerms(CouponKind.FreeShipping, 0, 0, minimum, 0, scope, ids),
        };
    }

    private static string Told(BookLine line) =>
        $"{line.Name}: {string.Join(", ", line.Offenders)} ({line.OffenderCount})";
}

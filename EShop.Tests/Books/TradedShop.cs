using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Books;

/// <summary>A shop whose books balance, written row by row so that a test can then spoil one row: two accounts, a
/// coupon for new customers and a public one, one SKU, and an order that is paid and of which
/// a part came back, one that waits for its money and one that was closed.</summary>
internal static class TradedShop
{
    public const string Paid = "260701-PPPPPPPPPPPPP", Waiting = "260701-AAAAAAAAAAAAA",
        Closed = "260701-CCCCCCCCCCCCC", NeverCreated = "260701-NNNNNNNNNNNNN";

    public static async Task<TestShop> CreateAsync(Store store)
    {
        var shop = await TestShop.CreateAsync(store);
        await shop.RunAsync(Rows);
        return shop;
    }

    /// <summary>Runs statements one by one on a connection that looks away from CHECKs in SQLite; in
    /// PostgreSQL the statements drop them. <c>@old</c> is an hour ago, <c>@soon</c> in an hour.</summary>
    public static async Task RunAsync(this TestShop shop, string statements)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = shop.Get<ShopStore>().NewContext();
        await db.Database.OpenConnectionAsync(ct);
        var isSqlite = shop.PostgresConnection is null;
        var text = statements
            .Replace("@old", $"{shop.Now.AddHours(-1).ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
            .Replace("@soon", $"{shop.Now.AddHours(1).ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
            .Replace("@now", $"{shop.Now.ToUnixTimeMilliseconds()}", StringComparison.Ordinal);
        if (isSqlite) text = "pragma ignore_check_constraints=ON;" + text;
        const StringSplitOptions trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var statement in text.Split(';', trimmed))
        {
            if (isSqlite && statement.Contains("drop constraint", StringComparison.Ordinal)) continue;
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public static async Task<(long Count, long Lowest)> CountAndLowestAsync(
        this TestShop shop, string table, string column)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = shop.Get<ShopStore>().NewContext();
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"select count(*), min({column}) from {table}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private const string Rows = """
        insert into accounts (id, display_name, culture, created_at, normalized_email, normalized_user_name,
            email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        values (1, 'One', 'en', @old, 'one@x.test', 'one@x.test', true, false, false, true, 0),
            (2, 'Two', 'zh', @old, 'two@x.test', 'two@x.test', true, false, false, true, 0);

        insert into coupons (id, audience, total, claimed, limit_per_person, opens_at, closes_at, valid_days, state,
            created_at, version, name_en, name_zh, terms_kind, terms_amount_minor, terms_percent, terms_minimum_minor,
            terms_ceiling_minor, terms_scope, terms_scope_ids, scope_text_en, scope_text_zh)
        values (1, 'NewCustomer', 1000000000, 2, 1, @old - 9, @soon, 30, 'Published', @old, 0, 'Hi', '', 'PercentOff',
                0, 15, 0, 3000, 'Everything', '', '', ''),
            (2, 'Public', 2, 2, 1, @old - 9, @soon, 30, 'Published', @old, 0, 'Ten', '', 'AmountOff', 1000, 0, 5000, 0,
                'Everything', '', '', '');
        insert into new_customer_terms (id, coupon_id, started_at, ended_at, is_open)
        values (1, 1, @old - 9, null, true);
        insert into coupon_claims (id, coupon_id, account_id, nth, request_key, state, order_number, claimed_at,
            expires_at, terms_kind, terms_amount_minor, terms_percent, terms_minimum_minor, terms_ceiling_minor,
            terms_scope, terms_scope_ids)
        values
            (1, 1, 1, 1, '00000000-0000-0000-0000-000000000001', 'Unused', null, @old, @soon,
                'PercentOff', 0, 15, 0, 3000, 'Everything', ''),
            (2, 1, 2, 1, '00000000-0000-0000-0000-000000000002', 'Unused', null, @old, @soon,
                'PercentOff', 0, 15, 0, 3000, 'Everything', ''),
            (3, 2, 1, 1, '00000000-0000-0000-0000-000000000003', 'Used', '260701-PPPPPPPPPPPPP', @old, @soon,
                'AmountOff', 1000, 0, 5000, 0, 'Everything', ''),
            (4, 2, 2, 1, '00000000-0000-0000-0000-000000000004', 'Held', '260701-AAAAAAAAAAAAA', @old, @soon,
                'AmountOff', 1000, 0, 5000, 0, 'Everything', '');
        insert into coupon_tasks (id, order_number, claim_id, state, created_at, due_at, settled_at, tries, reason)
        values (1, '260701-PPPPPPPPPPPPP', 3, 'Finish', @old, @old, @old, 0, ''),
            (2, '260701-AAAAAAAAAAAAA', 4, 'Lock', @old, @soon, null, 0, '');

        insert into stock_levels (sku_id, received, returned, written_off, available, locked, sold)
        values (1, 100, 1, 0, 96, 2, 3);
        insert into stock_tasks (id, order_number, sku_id, quantity, state, created_at, due_at, settled_at, tries,
            reason)
        values (1, '260701-PPPPPPPPPPPPP', 1, 3, 'Finish', @old, @old, @old, 0, ''),
            (2, '260701-AAAAAAAAAAAAA', 1, 2, 'Lock', @old, @soon, null, 0, ''),
            (3, '260701-CCCCCCCCCCCCC', 1, 4, 'Cancel', @old, @old, @old, 0, ''),
            (4, '260701-NNNNNNNNNNNNN', 1, 5, 'Cancel', @old, @old, @old, 0, '');
        insert into stock_movements (id, sku_id, quantity, reason, task_id, key, note, at)
        values (1, 1, 100, 'Received', null, '', '', @old), (2, 1, -3, 'Taken', 1, '', '', @old),
            (3, 1, -2, 'Taken', 2, '', '', @old), (4, 1, -4, 'Taken', 3, '', '', @old),
            (5, 1, 4, 'GivenBack', 3, '', '', @old), (6, 1, -5, 'Taken', 4, '', '', @old),
            (7, 1, 5, 'GivenBack', 4, '', '', @old), (8, 1, 1, 'Returned', 1, 'part', '', @old);

        insert into order_number_fates (number, is_created, at)
        values ('260701-PPPPPPPPPPPPP', true, @old), ('260701-AAAAAAAAAAAAA', true, @old),
            ('260701-CCCCCCCCCCCCC', true, @old), ('260701-NNNNNNNNNNNNN', false, @old);
        insert into orders (number, account_id, checkout_key, state, currency, goods_minor, discount_minor,
            shipping_minor, due_minor, claim_id, recipient, phone, region, address_line, postal_code, note, created_at,
            pay_until)
        values
            ('260701-PPPPPPPPPPPPP', 1, 'k1', 'Paid', 'CNY', 6000, 1000, 500, 5500, 3, '', '', '', '', '', '',
                @old, @old),
            ('260701-AAAAAAAAAAAAA', 2, 'k2', 'AwaitingPayment', 'CNY', 6000, 1000, 0, 5000, 4, '', '', '', '', '', '',
                @old, @soon),
            ('260701-CCCCCCCCCCCCC', 2, 'k3', 'Closed', 'CNY', 4000, 0, 0, 4000, null, '', '', '', '', '', '',
                @old, @old);
        insert into order_lines (order_number, sku_id, product_id, category_id, sku_code, product_handle,
            unit_price_minor, quantity, total_minor, name_en, name_zh, options_en, options_zh)
        values ('260701-PPPPPPPPPPPPP', 1, 1, 1, 'S', 's', 2000, 3, 6000, '', '', '', ''),
            ('260701-AAAAAAAAAAAAA', 1, 1, 1, 'S', 's', 3000, 2, 6000, '', '', '', ''),
            ('260701-CCCCCCCCCCCCC', 1, 1, 1, 'S', 's', 1000, 4, 4000, '', '', '', '');
        insert into order_steps (order_number, seq, from_state, to_state, at, note)
        values ('260701-PPPPPPPPPPPPP', 1, null, 'AwaitingPayment', @old, ''),
            ('260701-PPPPPPPPPPPPP', 2, 'AwaitingPayment', 'Paid', @old, ''),
            ('260701-AAAAAAAAAAAAA', 1, null, 'AwaitingPayment', @old, ''),
            ('260701-CCCCCCCCCCCCC', 1, null, 'AwaitingPayment', @old, ''),
            ('260701-CCCCCCCCCCCCC', 2, 'AwaitingPayment', 'Closed', @old, '');

        insert into payments (id, provider, provider_id, order_number, amount_minor, currency, state, received_at,
            refunded_minor)
        values (1, 'sandbox', 'one', '260701-PPPPPPPPPPPPP', 5500, 'CNY', 'Kept', @old, 1000),
            (2, 'sandbox', 'two', '260701-CCCCCCCCCCCCC', 4000, 'CNY', 'Refunded', @old, 4000);
        insert into messages (id, kind, body, state, created_at, due_at, tries)
        values (1, 'OrderPaid', '{"Number":"260701-PPPPPPPPPPPPP"}', 'Done', @old, @old, 1),
            (2, 'OrderClosed', '{"Number":"260701-CCCCCCCCCCCCC"}', 'Done', @old, @old, 1),
            (3, 'CloseUnpaidOrder', '{"Number":"260701-AAAAAAAAAAAAA"}', 'Waiting', @old, @soon, 0);
        insert into refunds (id, payment_id, key, amount_minor, reason, answer, created_at, done_at)
        values (1, 2, 'late', 4000, 'closed', '', @old, @old), (2, 1, 'part', 1000, 'broken', '', @old, @old);
        insert into refund_lines (key, sku_id, order_number, quantity, is_back_in_stock)
        values ('part', 1, '260701-PPPPPPPPPPPPP', 1, true);
        """;
}

namespace EShop.Tests.Books;

/// <summary>For each line of the books, statements that break it and nothing else in a <see cref="TradedShop"/>, past
/// the constraint that would refuse them, and the first key that the check must name.</summary>
internal static class Spoilt
{
    public static IReadOnlyList<(string Line, string Statements, string Offender)> All { get; } =
    [
        ("stock-balance", """
            alter table stock_levels drop constraint ck_stock_balance;
            update stock_levels set received = 101
            """, "sku 1"),
        ("stock-moves", "update stock_movements set quantity = 99 where id = 1", "sku 1"),
        ("stock-moves", """
            update stock_movements set task_id = null where id = 5;
            """, "movement 5"),
        ("stock-locked", "update stock_levels set locked = 3, received = 101", "sku 1"),
        ("stock-sold", "update stock_levels set sold = 4, received = 101", "sku 1"),
        ("stock-sold", "update stock_levels set sold = 3, returned = 2, received = 99", "sku 1"),
        ("stock-returns", "update refund_lines set quantity = 2", "refund part sku 1"),
        ("stock-returns", """
            insert into refund_lines (key, sku_id, order_number, quantity, is_back_in_stock)
            values ('more', 1, '260701-PPPPPPPPPPPPP', 3, false)
            """, "order 260701-PPPPPPPPPPPPP sku 1"),
        ("task-unique", """
            drop index ux_coupon_tasks_live;
            insert into coupon_tasks (id, order_number, claim_id, state, created_at, due_at, tries, reason)
            values (3, '260701-XXXXXXXXXXXXX', 4, 'Lock', @old, @soon, 0, '')
            """, "claim 4"),
        ("task-lines", "update order_lines set sku_id = 2 where order_number = '260701-CCCCCCCCCCCCC'",
            "order 260701-CCCCCCCCCCCCC sku 2"),
        ("task-order", "update coupon_tasks set state = 'Cancel' where id = 1", "coupon task 1"),
        ("task-order", "update order_number_fates set is_created = false, number = '260701-MMMMMMMMMMMMM' "
            + "where not is_created; update coupon_tasks set order_number = '260701-MMMMMMMMMMMMM' where id = 1",
            "coupon task 1"),
        ("task-overdue", "update coupon_tasks set due_at = @old where id = 2", "coupon task 2"),
        ("order-overdue", "update orders set pay_until = @old where state = 'AwaitingPayment'",
            TradedShop.Waiting),
        ("order-lines", """
            alter table order_lines drop constraint ck_order_lines_total;
            update order_lines set unit_price_minor = 999 where order_number = '260701-CCCCCCCCCCCCC'
            """, "260701-CCCCCCCCCCCCC sku 1"),
        ("order-money", """
            alter table orders drop constraint ck_orders_due;
            update orders set shipping_minor = 1 where state = 'Closed'
            """, TradedShop.Closed),
        ("order-discount", "update orders set discount_minor = 900, shipping_minor = 400 where state = 'Paid'",
            TradedShop.Paid),
        ("order-discount", """
            update coupons set terms_kind = 'FreeShipping', terms_amount_minor = 0 where id = 2;
            update coupon_claims set terms_kind = 'FreeShipping', terms_amount_minor = 0 where coupon_id = 2;
            update orders set discount_minor = 0, shipping_minor = 0, due_minor = 6000 where state = 'Paid';
            update payments set amount_minor = 6000 where state = 'Kept';
            update orders set discount_minor = 0, shipping_minor = 1, due_minor = 6001 where state = 'AwaitingPayment'
            """, TradedShop.Waiting),
        ("order-states", "update order_steps set seq = 3 where to_state = 'Closed'", TradedShop.Closed),
        ("order-states", "update order_steps set from_state = 'Shipped' where to_state = 'Paid'", TradedShop.Paid),
        ("order-states", "delete from order_number_fates where number = '260701-AAAAAAAAAAAAA'", TradedShop.Waiting),
        ("order-key", """
            drop index ux_orders_checkout_key;
            update orders set checkout_key = 'k2' where checkout_key = 'k3'
            """, "account 2 key k2"),
        ("order-paid", "update payments set amount_minor = 5400 where state = 'Kept'", TradedShop.Paid),
        ("order-paid", "update payments set currency = 'EUR' where state = 'Kept'", TradedShop.Paid),
        ("payment-unique", """
            drop index ux_payments_provider;
            update payments set provider_id = 'one'
            """, "sandbox one"),
        ("payment-closed", "update refunds set done_at = null", "payment 2"),
        ("payment-closed", "update orders set stopped_at = @old where state = 'Paid'", "payment 1"),
        ("payment-refund", "update payments set refunded_minor = 900 where id = 1", "payment 1"),
        ("payment-refund", """
            alter table payments drop constraint ck_payments_refunded;
            update payments set refunded_minor = 6501 where id = 1;
            insert into refunds (id, payment_id, key, amount_minor, reason, answer, created_at, done_at)
            values (3, 1, 'more', 5501, '', '', @old, @old)
            """, "payment 1"),
        ("coupon-total", "update coupons set claimed = 1 where id = 2", "coupon 2"),
        ("coupon-person", "update coupon_claims set nth = 2 where id = 4", "coupon 2 account 2"),
        ("coupon-person", """
            drop index ux_coupon_claims_code;
            insert into coupon_codes (id, coupon_id, key, text, created_at) values (1, 1, 'AAAA', 'AAAA', @old);
            update coupon_claims set code_id = 1 where coupon_id = 1
            """, "code 1"),
        ("coupon-state", "update coupon_claims set state = 'Held', order_number = '260701-NNNNNNNNNNNNN' where id = 1",
            "claim 1"),
        ("coupon-terms", "update coupon_claims set terms_percent = 16 where id = 1", "claim 1"),
        ("coupon-terms", """
            update coupons set terms_scope = 'Categories', terms_scope_ids = ',11,' where id = 2;
            update coupon_claims set terms_scope = 'Categories', terms_scope_ids = ',11,' where coupon_id = 2;
            update orders set discount_minor = 0, due_minor = 6000 + shipping_minor where claim_id is not null;
            update payments set amount_minor = 6500 where state = 'Kept'
            """, "claim 3"),
        ("coupon-new", "delete from coupon_claims where id = 2; update coupons set claimed = 1 where id = 1",
            "account 2"),
        ("account-email", """
            drop index ux_accounts_email;
            update accounts set normalized_email = 'one@x.test'
            """, "e-mail of account 1"),
        ("message-sent", """
            insert into messages (id, kind, body, state, created_at, due_at, tries)
            values (7, 'Test', '{}', 'Waiting', @old, @old, 0)
            """, "message 7"),
        ("message-sent", "update messages set state = 'Dead' where id = 3", "message 3"),
        ("message-sent", "delete from messages where kind = 'OrderPaid'", "order 260701-PPPPPPPPPPPPP"),
        ("message-sent", """
            insert into messages (id, kind, body, state, created_at, due_at, tries)
            values (7, 'OrderClosed', '{"Number":"260701-CCCCCCCCCCCCC"}', 'Done', @old, @old, 0)
            """, "order 260701-CCCCCCCCCCCCC"),
    ];
}

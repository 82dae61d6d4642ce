namespace EShop.Core.Books;

/// <summary>What holds of an order by itself: its lines, its money, its life.</summary>
internal static class OrderInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
        [Overdue(), Lines(), MoneyOf(), Discount(), States(), Key()];

    /// <summary>Of each order with a claim, what those of its goods cost that the claim's coupon is about; nothing for
    /// one without any.</summary>
    public const string GoodsInScope = """
        (select s.number as order_number, cast(sum(l.total_minor) as bigint) as goods_minor
        from orders s
        join coupon_claims k on k.id = s.claim_id
        join order_lines l on l.order_number = s.number and case k.terms_scope
            when 'Categories' then k.terms_scope_ids like '%,' || l.category_id || ',%'
            when 'Products' then k.terms_scope_ids like '%,' || l.product_id || ',%'
            else k.terms_scope = 'Everything' end
        group by s.number)
        """;

    // One whose payment provider does not answer is not closed until somebody knows; it is tried again, in time.
    private static Invariant Overdue() => Invariant.Bounded(
        "order-overdue", "(select number from orders where state = 'AwaitingPayment')", """
        select number as offender from orders where state = 'AwaitingPayment' and pay_until < @settled
          and coalesce(close_again_at, 0) < @settled
        union
        select number from orders where state = 'AwaitingPayment' and due_minor = 0 and created_at < @settled
        """);

    private static Invariant Lines() => Invariant.Always("order-lines", "order_lines", """
        select order_number || ' sku ' || sku_id as offender from order_lines
        where total_minor <> unit_price_minor * quantity or quantity not between 1 and 999 or unit_price_minor < 0
        union
        select o.number from orders o where not exists (select 1 from order_lines l where l.order_number = o.number)
        """);

    private static Invariant MoneyOf() => Invariant.Always("order-money", "orders", """
        select o.number as offender
        from orders o
        left join (select order_number, sum(total_minor) as goods from order_lines group by order_number) l
            on l.order_number = o.number
        where o.goods_minor <> coalesce(l.goods, 0)
           or o.due_minor <> o.goods_minor - o.discount_minor + o.shipping_minor
           or o.discount_minor not between 0 and o.goods_minor or o.due_minor < 0 or o.shipping_minor < 0
        """);

    // CouponDiscount in SQL: whole minor units, rounded down by integer division, as a test compares. Free shipping
    // takes nothing off the goods and all of the shipping. A closed, cancelled or refunded order keeps what its coupon
    // gave and may have given its claim back.
    private static Invariant Discount() => Invariant.Always(
        "order-discount", "(select number from orders where claim_id is not null or discount_minor > 0)", $"""
        select d.number as offender
        from (
            select o.number, o.state, o.stopped_at, o.account_id, o.discount_minor, o.shipping_minor,
                c.id as claim_id, c.account_id as holder_id, c.order_number, coalesce(g.goods_minor, 0) as goods_minor,
                c.terms_kind = 'FreeShipping' and coalesce(g.goods_minor, -1) >= c.terms_minimum_minor as is_sent_free,
                case
                    when coalesce(g.goods_minor, 0) < c.terms_minimum_minor then 0
                    when c.terms_kind = 'FreeShipping' then 0
                    when c.terms_kind = 'AmountOff' then c.terms_amount_minor
                    when c.terms_ceiling_minor > 0
                        and g.goods_minor * c.terms_percent / 100 > c.terms_ceiling_minor then c.terms_ceiling_minor
                    else g.goods_minor * c.terms_percent / 100 end as off
            from orders o
            left join coupon_claims c on c.id = o.claim_id
            left join {GoodsInScope} g on g.order_number = o.number
            where o.claim_id is not null or o.discount_minor > 0) d
        where d.claim_id is null or d.holder_id <> d.account_id
           or d.discount_minor <> case when d.off > d.goods_minor then d.goods_minor else d.off end
           or (d.is_sent_free and d.shipping_minor <> 0)
           or (d.state in ('AwaitingPayment', 'Paid', 'Shipped', 'Completed') and d.stopped_at is null
               and (d.order_number is null or d.order_number <> d.number))
        """);

    // An order is there exactly when its number's fate says that it was created (S13).
    private static Invariant States() => Invariant.Always("order-states", "order_steps", """
        select o.number as offender
        from orders o
        left join (
            select order_number, count(*) as steps, min(seq) as first, max(seq) as last
            from order_steps group by order_number) s on s.order_number = o.number
        left join order_steps z on z.order_number = o.number and z.seq = s.last
        where s.steps is null or s.first <> 1 or s.last <> s.steps or z.to_state <> o.state
        union
        select s.order_number
        from order_steps s
        left join order_steps p on p.order_number = s.order_number and p.seq = s.seq - 1
        where coalesce(s.from_state, '') <> coalesce(p.to_state, '')
           or coalesce(s.from_state, '') || '>' || s.to_state not in (
               '>AwaitingPayment', 'AwaitingPayment>Paid', 'AwaitingPayment>Closed', 'Closed>Paid', 'Paid>Shipped',
               'Shipped>Completed', 'Paid>Refunded', 'Shipped>Refunded', 'Completed>Refunded')
        union
        select o.number from orders o
        left join order_number_fates f on f.number = o.number where f.number is null or not f.is_created
        union
        select f.number from order_number_fates f
        left join orders o on o.number = f.number where f.is_created and o.number is null
        """);

    private static Invariant Key() => Invariant.Always("order-key", "orders", """
        select 'account ' || account_id || ' key ' || checkout_key as offender
        from orders group by account_id, checkout_key having count(*) > 1
        """);
}

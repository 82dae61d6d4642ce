namespace EShop.Core.Books;

/// <summary>What holds of coupons and of what people hold of them (S6, S7, S14).</summary>
internal static class CouponInvariants
{
    public static IReadOnlyList<Invariant> All { get; } = [Total(), Person(), State(), Terms(), NewCustomer()];

    private static Invariant Total() => Invariant.Always("coupon-total", "coupons", """
        select 'coupon ' || c.id as offender
        from coupons c
        left join (select coupon_id, count(*) as claims from coupon_claims group by coupon_id) n on n.coupon_id = c.id
        where c.claimed <> coalesce(n.claims, 0) or c.claimed > c.total
        """);

    // A code that works once gives one claim, of its own coupon.
    private static Invariant Person() => Invariant.Always("coupon-person", "coupon_claims", """
        select 'coupon ' || n.coupon_id || ' account ' || n.account_id as offender
        from (
            select coupon_id, account_id, count(*) as claims, max(nth) as last
            from coupon_claims group by coupon_id, account_id) n
        join coupons c on c.id = n.coupon_id
        where n.claims > c.limit_per_person or n.last > c.limit_per_person
        union
        select 'code ' || k.id
        from coupon_claims l
        join coupon_codes k on k.id = l.code_id
        group by k.id having count(*) > 1 or min(l.coupon_id) <> max(k.coupon_id)
        """);

    // A claim may lag behind its order until its coupon task is due (LOCK) or was settled.
    private static Invariant State() => Invariant.Bounded("coupon-state", "coupon_claims", """
        select 'claim ' || c.id as offender
        from coupon_claims c
        left join orders o on o.number = c.order_number and o.account_id = c.account_id
        left join coupon_tasks t on t.order_number = c.order_number and t.claim_id = c.id and t.state <> 'Cancel'
        where not case c.state
                when 'Unused' then c.order_number is null
                when 'Held' then coalesce(o.state, '') = 'AwaitingPayment'
                when 'Used' then coalesce(o.state, '') in ('Paid', 'Shipped', 'Completed', 'Refunded')
                else c.id is null end
          and coalesce(case when t.state = 'Lock' then t.due_at else t.settled_at end, 0) < @settled
          and coalesce((select max(s.at) from order_steps s where s.order_number = c.order_number), 0) < @settled
        """);

    // A coupon's terms are fixed when it is made, so what a claim keeps is what its coupon says.
    private static Invariant Terms() => Invariant.Always("coupon-terms", "coupon_claims", $"""
        select 'claim ' || l.id as offender
        from coupon_claims l
        join coupons c on c.id = l.coupon_id
        where l.terms_kind <> c.terms_kind or l.terms_amount_minor <> c.terms_amount_minor
           or l.terms_percent <> c.terms_percent or l.terms_minimum_minor <> c.terms_minimum_minor
           or l.terms_ceiling_minor <> c.terms_ceiling_minor or l.terms_scope <> c.terms_scope
           or l.terms_scope_ids <> c.terms_scope_ids
        union
        select 'claim ' || l.id
        from orders o
        join coupon_claims l on l.id = o.claim_id
        left join {OrderInvariants.GoodsInScope} g on g.order_number = o.number
        where coalesce(g.goods_minor, -1) < l.terms_minimum_minor or o.created_at > l.expires_at
        """);

    // Terms of force are few and do not overlap: the join gives at most one row for each account.
    private static Invariant NewCustomer() => Invariant.Bounded("coupon-new", "accounts", """
        select 'account ' || a.id as offender
        from accounts a
        join new_customer_terms t on t.started_at <= a.created_at and (t.ended_at is null or a.created_at < t.ended_at)
        where a.created_at < @settled and not a.is_returning
          and (select count(*) from coupon_claims c where c.coupon_id = t.coupon_id and c.account_id = a.id) <> 1
        """);
}

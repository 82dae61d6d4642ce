namespace EShop.Core.Books;

/// <summary>What holds of money that came and went (S16).</summary>
internal static class PaymentInvariants
{
    public static IReadOnlyList<Invariant> All { get; } = [Paid(), Unique(), Closed(), Refunds()];

    // A refunded order's payment is no longer "kept", so it is looked for among all that were not suspicious.
    private static Invariant Paid() => Invariant.Bounded("order-paid", "orders", """
        select o.number as offender
        from orders o
        left join (
            select p.order_number,
                sum(case when p.state = 'Kept' then 1 else 0 end) as kept,
                sum(case when p.state = 'Kept' and p.amount_minor = q.due_minor and p.currency = q.currency
                    then 1 else 0 end) as kept_right,
                sum(case when p.state <> 'Suspicious' and p.amount_minor = q.due_minor and p.currency = q.currency
                    then 1 else 0 end) as any_right,
                max(p.received_at) as at
            from payments p join orders q on q.number = p.order_number group by p.order_number) m
            on m.order_number = o.number
        left join (
            select p.order_number, max(r.done_at) as at from refunds r
            join payments p on p.id = r.payment_id group by p.order_number) b on b.order_number = o.number
        where not case
                when o.state in ('AwaitingPayment', 'Closed') or o.due_minor = 0 then coalesce(m.kept, 0) = 0
                when o.state = 'Refunded' then coalesce(m.any_right, 0) > 0
                else coalesce(m.kept, 0) = 1 and m.kept_right = 1 end
          and coalesce(m.at, 0) < @settled and coalesce(b.at, 0) < @settled
          and coalesce((select max(s.at) from order_steps s where s.order_number = o.number), 0) < @settled
        """);

    private static Invariant Unique() => Invariant.Always("payment-unique", "payments", """
        select provider || ' ' || provider_id as offender
        from payments group by provider, provider_id having count(*) > 1
        """);

    // Suspicious money waits for staff and is not ours to send back by itself; all other money pays its order or is on
    // its way back, from the moment at which the last refund was asked for. An order that was cancelled after it was
    // paid keeps nothing.
    private static Invariant Closed() => Invariant.Bounded("payment-closed", "payments", """
        select 'payment ' || p.id as offender
        from payments p
        left join orders o on o.number = p.order_number
        left join (
            select payment_id, max(created_at) as at, max(done_at) as done,
                sum(case when done_at is not null then amount_minor else 0 end) as back
            from refunds group by payment_id) r on r.payment_id = p.id
        where ((p.state = 'Kept' and (o.state is null or o.stopped_at is not null
                or o.state in ('AwaitingPayment', 'Closed', 'Refunded')))
            or (p.state in ('RefundDue', 'Refunded') and coalesce(r.back, 0) <> p.amount_minor))
          and p.received_at < @settled and coalesce(r.at, 0) < @settled and coalesce(r.done, 0) < @settled
          and coalesce(o.stopped_at, 0) < @settled
        """);

    private static Invariant Refunds() => Invariant.Always("payment-refund", "refunds", """
        select 'payment ' || p.id as offender
        from (select payment_id, sum(amount_minor) as back from refunds group by payment_id) r
        join payments p on p.id = r.payment_id
        where r.back > p.amount_minor
        union
        select 'payment ' || p.id
        from payments p
        left join (select payment_id, sum(amount_minor) as back from refunds group by payment_id) r
            on r.payment_id = p.id
        where p.refunded_minor <> coalesce(r.back, 0) or p.refunded_minor > p.amount_minor
        union
        select 'refund ' || id from refunds where amount_minor <= 0
        """);
}

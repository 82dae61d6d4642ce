namespace EShop.Core.Books;

/// <summary>What holds of stock and coupon tasks and the orders that they were made for (S10 to S14).</summary>
internal static class TaskInvariants
{
    private const string BothTasks = "(select id from stock_tasks union all select id from coupon_tasks)";

    private const string LiveTasks =
        "(select id from stock_tasks where state = 'Lock' union all select id from coupon_tasks where state = 'Lock')";

    public static IReadOnlyList<Invariant> All { get; } = [Unique(), Lines(), AgainstOrder(), Overdue()];

    // An order that was closed and revived took and held anew: what was given back is history.
    private static Invariant Unique() => Invariant.Always("task-unique", BothTasks, """
        select 'order ' || order_number || ' sku ' || sku_id as offender
        from stock_tasks where state <> 'Cancel' group by order_number, sku_id having count(*) > 1
        union
        select 'order ' || order_number || ' coupon' from coupon_tasks
        where state <> 'Cancel' group by order_number having count(*) > 1
        union
        select 'claim ' || claim_id from coupon_tasks where state = 'Lock' group by claim_id having count(*) > 1
        """);

    private static Invariant Lines() => Invariant.Bounded("task-lines", "stock_tasks", """
        select 'task ' || t.id as offender
        from stock_tasks t
        join orders o on o.number = t.order_number
        left join order_lines l on l.order_number = t.order_number and l.sku_id = t.sku_id
        where (l.quantity is null or l.quantity <> t.quantity) and t.created_at < @settled and o.created_at < @settled
        union
        select 'order ' || l.order_number || ' sku ' || l.sku_id
        from order_lines l
        join orders o on o.number = l.order_number
        left join stock_tasks t on t.order_number = l.order_number and t.sku_id = l.sku_id
            and (t.state <> 'Cancel' or o.state = 'Closed')
        where t.id is null and o.created_at < @settled
          and coalesce((select max(s.at) from order_steps s where s.order_number = o.number), 0) < @settled
        """);

    // A task whose number has no fate yet may wait or be given back; sold it cannot be. It may lag behind its order
    // until it is due (LOCK) or was settled, and the order until its last step was seen. What was given back before an
    // order was revived stays given back.
    private static Invariant AgainstOrder() => Invariant.Bounded("task-order", BothTasks, """
        select x.kind || x.id as offender
        from (
            select 'task ' as kind, id, order_number, state,
                case when state = 'Lock' then due_at else settled_at end as at
            from stock_tasks
            union all
            select 'coupon task ', id, order_number, state, case when state = 'Lock' then due_at else settled_at end
            from coupon_tasks) x
        left join orders o on o.number = x.order_number
        left join order_number_fates f on f.number = x.order_number
        where x.state <> case
                when o.state = 'AwaitingPayment' then 'Lock'
                when o.state in ('Paid', 'Shipped', 'Completed', 'Refunded') then 'Finish'
                when o.state = 'Closed' then 'Cancel'
                when not f.is_created then 'Cancel'
                when x.state = 'Lock' then 'Lock'
                else 'Cancel' end
          and not (x.state = 'Cancel' and exists (
              select 1 from order_steps s where s.order_number = x.order_number and s.from_state = 'Closed'))
          and coalesce(x.at, 0) < @settled
          and coalesce((select max(s.at) from order_steps s where s.order_number = x.order_number), 0) < @settled
        """);

    private static Invariant Overdue() => Invariant.Bounded("task-overdue", LiveTasks, """
        select 'task ' || id as offender from stock_tasks where state = 'Lock' and due_at < @settled
        union all
        select 'coupon task ' || id from coupon_tasks where state = 'Lock' and due_at < @settled
        """);
}

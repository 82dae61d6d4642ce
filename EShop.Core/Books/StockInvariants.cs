namespace EShop.Core.Books;

/// <summary>What holds of a SKU's stock. <c>sold</c> is gross: goods that came back raise <c>returned</c> and
/// <c>available</c> instead of lowering it (decision 0007).</summary>
internal static class StockInvariants
{
    public static IReadOnlyList<Invariant> All { get; } = [Balance(), Moves(), Locked(), Sold(), Returns()];

    private static Invariant Balance() => Invariant.Always("stock-balance", "stock_levels", """
        select 'sku ' || sku_id as offender from stock_levels
        where received + returned - written_off <> available + locked + sold
           or received < 0 or returned < 0 or written_off < 0 or available < 0 or locked < 0 or sold < 0
        """);

    // Out and back are looked up in the unique index over (task, reason); should it ever be missing, the third part
    // still finds a second one.
    private static Invariant Moves() => Invariant.Always("stock-moves", "stock_movements", """
        select 'sku ' || l.sku_id as offender
        from stock_levels l
        left join (select sku_id, sum(quantity) as moved from stock_movements group by sku_id) m on m.sku_id = l.sku_id
        where l.available <> coalesce(m.moved, 0)
        union
        select 'task ' || t.id
        from stock_tasks t
        left join stock_movements o on o.task_id = t.id and o.reason = 'Taken'
        left join stock_movements b on b.task_id = t.id and b.reason = 'GivenBack'
        where o.id is null or o.quantity <> -t.quantity or o.sku_id <> t.sku_id
           or (b.id is not null) <> (t.state = 'Cancel') or b.quantity <> t.quantity or b.sku_id <> t.sku_id
        union
        select 'task ' || task_id from stock_movements
        where task_id is not null group by task_id, reason, key having count(*) > 1
        union
        select 'movement ' || id from stock_movements where task_id is null and reason in ('Taken', 'GivenBack')
        """);

    private static Invariant Locked() => Invariant.Always("stock-locked", "stock_levels", """
        select 'sku ' || l.sku_id as offender
        from stock_levels l
        left join (select sku_id, sum(quantity) as taken from stock_tasks where state = 'Lock' group by sku_id) t
            on t.sku_id = l.sku_id
        where l.locked <> coalesce(t.taken, 0)
        """);

    private static Invariant Sold() => Invariant.Always("stock-sold", "stock_levels", """
        select 'sku ' || l.sku_id as offender
        from stock_levels l
        left join (select sku_id, sum(quantity) as sold from stock_tasks where state = 'Finish' group by sku_id) t
            on t.sku_id = l.sku_id
        left join (
            select sku_id, sum(quantity) as back from stock_movements where reason = 'Returned' group by sku_id) r
            on r.sku_id = l.sku_id
        where l.sold <> coalesce(t.sold, 0) or l.returned <> coalesce(r.back, 0) or l.returned > l.sold
        """);

    // What staff wrote down as back in stock is there, by its own movement; not more of it than the order had. Of an
    // order that was revived, what was given back with its closing is another task, and nothing returns to it.
    private static Invariant Returns() => Invariant.Bounded("stock-returns", "refund_lines", """
        select 'refund ' || l.key || ' sku ' || l.sku_id as offender
        from refund_lines l
        left join refunds f on f.key = l.key
        left join orders o on o.number = l.order_number
        left join stock_tasks t on t.order_number = l.order_number and t.sku_id = l.sku_id and t.state = 'Finish'
        left join stock_movements m on m.task_id = t.id and m.reason = 'Returned' and m.key = l.key
        where case when l.is_back_in_stock then coalesce(m.quantity, 0) <> l.quantity else m.id is not null end
          and coalesce(f.created_at, o.stopped_at, 0) < @settled
        union
        select 'order ' || l.order_number || ' sku ' || l.sku_id
        from refund_lines l
        left join order_lines o on o.order_number = l.order_number and o.sku_id = l.sku_id
        group by l.order_number, l.sku_id having sum(l.quantity) > coalesce(max(o.quantity), 0)
        """);
}

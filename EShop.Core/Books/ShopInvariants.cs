namespace EShop.Core.Books;

/// <summary>What holds of accounts, their codes, and of messages.</summary>
internal static class ShopInvariants
{
    public static IReadOnlyList<Invariant> All { get; } = [Email(), Code(), Message()];

    private static Invariant Email() => Invariant.Always("account-email", "accounts", """
        select 'e-mail of account ' || min(id) as offender
        from accounts group by normalized_email having count(*) > 1 or normalized_email is null
        """);

    // Codes are kept in Redis, under one key for each purpose and address, which expires: there is no row to check.
    private static Invariant Code() => Invariant.Always(
        "code-live", "(select id from accounts where 1 = 0)", "select '' as offender where 1 = 0");

    // The two messages are {"Number":"…"}: the number begins at the twelfth character (a test looks that it does).
    // Without the cast SQLite would not index what it joins to, and a million orders would take hours.
    private static Invariant Message() => Invariant.Bounded("message-sent", "messages", """
        select 'message ' || id as offender from messages
        where state = 'Waiting' and due_at < @settled and coalesce(claimed_until, 0) < @settled
        union
        select 'message ' || id from messages where state = 'Sent' and due_at < @settled and sent_at < @settled
        union
        select 'message ' || id from messages where state = 'Dead'
        union
        select 'order ' || o.number
        from orders o
        left join (
            select cast(substr(body, 12, 20) as varchar(20)) as number,
                sum(case when kind = 'OrderPaid' then 1 else 0 end) as paid,
                sum(case when kind = 'OrderClosed' then 1 else 0 end) as closed
            from messages where kind in ('OrderPaid', 'OrderClosed') group by substr(body, 12, 20)) m
            on m.number = o.number
        where coalesce(m.paid, 0) <> case when o.state in ('Paid', 'Shipped', 'Completed', 'Refunded') then 1 else 0 end
           or (o.state = 'Closed' and coalesce(m.closed, 0) <> 1)
           or (o.state = 'AwaitingPayment' and m.closed > 0)
        """);
}

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

    private static Invariant Message() => Invariant.Bounded("message-sent", "messages", """
        select 'message ' || id as offender from messages
        where state = 'Waiting' and due_at < @settled and coalesce(claimed_until, 0) < @settled
        union
        select 'message ' || id from messages where state = 'Dead'
        """);
}

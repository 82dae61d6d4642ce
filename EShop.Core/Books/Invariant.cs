namespace EShop.Core.Books;

public enum InvariantKind
{
    /// <summary>Holds in every snapshot.</summary>
    Always = 1,

    /// <summary>May be open until what is under way is settled: for <see cref="BooksOptions.Grace"/> after it was due.
    /// </summary>
    Bounded,
}

/// <summary>
/// One equation of the books. <paramref name="Offenders"/> is a statement for both stores that gives one text column,
/// the keys for which the equation does not hold; it may use <c>@settled</c>, the moment (Unix ms) before which
/// everything that was due must be done. <paramref name="Counted"/> says over which rows the equation speaks.
/// </summary>
internal sealed record Invariant(string Name, InvariantKind Kind, string Counted, string Offenders)
{
    /// <summary>All of them, in the order in which they are told.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        .. StockInvariants.All, .. TaskInvariants.All, .. OrderInvariants.All, .. PaymentInvariants.All,
        .. CouponInvariants.All, .. ShopInvariants.All,
    ];

    public static Invariant Always(string name, string counted, string offenders) =>
        new(name, InvariantKind.Always, counted, offenders);

    public static Invariant Bounded(string name, string counted, string offenders) =>
        new(name, InvariantKind.Bounded, counted, offenders);
}

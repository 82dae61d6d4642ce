namespace EShop.Core.Primitives;

/// <summary>
/// An amount in minor units (fen, cents) of the shop's one currency. May be negative, as differences are.
/// All arithmetic throws <see cref="OverflowException"/> rather than wrap around.
/// </summary>
public readonly record struct Money(long Minor) : IComparable<Money>
{
    public static Money Zero => default;

    public bool IsZero => Minor == 0;

    public bool IsNegative => Minor < 0;

    public Money Times(int quantity) => new(checked(Minor * quantity));

    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor));

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor));

    public static Money operator -(Money amount) => new(checked(-amount.Minor));

    public static bool operator <(Money left, Money right) => left.Minor < right.Minor;

    public static bool operator >(Money left, Money right) => left.Minor > right.Minor;

    public static bool operator <=(Money left, Money right) => left.Minor <= right.Minor;

    public static bool operator >=(Money left, Money right) => left.Minor >= right.Minor;

    /// <summary>For logs; people are shown <c>MoneyText</c>.</summary>
    public override string ToString() => Minor.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

using EShop.Core.Primitives;

namespace EShop.Core.Orders;

/// <summary>Whether money for an order may still come.</summary>
public enum MoneyAnswer
{
    /// <summary>A payment provider did not answer: nobody knows. Ask again later.</summary>
    CannotKnow = 1,

    /// <summary>None will come that has not been recorded by now.</summary>
    NoneWillCome,
}

/// <summary>The question that is asked before an unpaid order is closed; Payments answers it. It goes to payment
/// providers, so it is asked outside any transaction. To ask closes the payment there: afterwards no money can come,
/// and money that came meanwhile has paid the order.</summary>
public interface IOrderMoney
{
    Task<MoneyAnswer> EndAsync(OrderNumber order, CancellationToken ct);
}

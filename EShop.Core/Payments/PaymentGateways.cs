namespace EShop.Core.Payments;

/// <summary>The payment providers of this shop, by name; a public handle for constructors.</summary>
public sealed class PaymentGateways
{
    private readonly Dictionary<string, IPaymentGateway> _byName;

    internal PaymentGateways(IEnumerable<IPaymentGateway> gateways) =>
        _byName = gateways.ToDictionary(g => g.Name, StringComparer.Ordinal);

    internal IPaymentGateway? Find(string name) => _byName.GetValueOrDefault(name);

    internal IPaymentGateway Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"There is no payment provider '{name}'.");
}

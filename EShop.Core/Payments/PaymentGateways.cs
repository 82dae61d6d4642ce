namespace EShop.Core.Payments;

/// <summary>The payment providers of this shop, by name; a public handle for constructors.</summary>
public sealed class PaymentGateways
{
    private readonly Dictionary<string, IPaymentGateway> _byName;

    internal PaymentGateways(IEnumerable<IPaymentGateway> gateways) =>
        _byName = gateways.ToDictionary(g => g.Name, StringComparer.Ordinal);

    /// <summary>Where the pay pages live that are not in this shop, each as <c>https://pay.example</c>.</summary>
    public IReadOnlyList<string> PayOrigins =>
        [.. _byName.Values.SelectMany(g => g.PayOrigins.Select(origin => OriginOf(g, origin))).Distinct().Order()];

    internal IPaymentGateway? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Anything but a plain address would change what else the policy of the pages allows.</summary>
    private static string OriginOf(IPaymentGateway gateway, Uri origin) =>
        origin is { IsAbsoluteUri: true, Scheme: "https" or "http", PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? origin.GetLeftPart(UriPartial.Authority)
            : throw new InvalidOperationException($"{gateway.Name} names no origin of its pay page: {origin}.");

    internal IPaymentGateway Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"There is no payment provider '{name}'.");
}

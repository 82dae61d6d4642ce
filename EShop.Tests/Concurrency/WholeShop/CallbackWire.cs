using System.Net;
using EShop.Core.Payments;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Takes the provider's calls to any of the shop's nodes, and at times loses one, or its answer, or doubles
/// it: then both nodes hear of it at once.</summary>
internal sealed class CallbackWire
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private IReadOnlyList<ReceivePayment> _nodes = [];

    public CallbackWire(int seed) => _random = new Random(seed);

    /// <summary>False: from now on everything arrives once and is answered.</summary>
    public bool IsBad { get; set; } = true;

    public HttpMessageHandler NewHandler() => new Handler(this);

    public void Connect(IReadOnlyList<ReceivePayment> nodes) => _nodes = nodes;

    private async Task<HttpResponseMessage> CarryAsync(HttpRequestMessage call, CancellationToken ct)
    {
        SleepsSomewhere.StayAwake(); // the call may be of somebody who sleeps, its hearers are not
        int fate, node;
        lock (_lock) (fate, node) = (IsBad ? _random.Next(10) : 9, _random.Next(_nodes.Count));
        if (fate == 0) throw new HttpRequestException("The call was lost.");
        var body = await call.Content!.ReadAsByteArrayAsync(ct);
        var signature = call.Headers.GetValues(SandboxGateway.SignatureHeader).Single();
        var request = new ReceivePaymentRequest(
            SandboxGateway.ProviderName, new CallbackEnvelope(body, "application/json", signature));
        var hearing = fate == 1 ? _nodes : [_nodes[node]];
        var answers = await Task.WhenAll(hearing.Select(shop => shop.ExecuteAsync(request, ct)));
        if (fate == 2) throw new HttpRequestException("The answer was lost.");
        return new HttpResponseMessage(answers[0].Answer.Length > 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest)
        {
            Content = new StringContent(answers[0].Answer),
        };
    }

    private sealed class Handler(CallbackWire wire) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            wire.CarryAsync(request, cancellationToken);
    }
}

using System.Globalization;
using EShop.Core.Payments;
using EShop.Core.Primitives;

namespace EShop.Web.Payments;

/// <summary>Where payment providers tell the shop of money. They are no browsers: no session, no form token; what they
/// say counts by its signature, and the signature is over the body byte for byte.</summary>
internal static class PaymentCallbacks
{
    private const int BodyBytesMax = 64 * 1024;
    private const string SignatureHeader = "X-Signature";

    public static void MapPaymentCallbacks(this WebApplication app) =>
        app.MapPost("/payments/callback/{provider}", ReceiveAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(
        string provider, HttpContext context, ReceivePayment receive, CancellationToken ct)
    {
        if (await ReadAsync(context.Request, ct) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var envelope = new CallbackEnvelope(
            body, context.Request.ContentType ?? "", context.Request.Headers[SignatureHeader].ToString());
        var request = new ReceivePaymentRequest(provider, envelope)
        {
            Network = NetworkAddress.Of(context.Connection.RemoteIpAddress),
        };
        var received = await receive.ExecuteAsync(request, ct);
        if (received.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return received.Status switch
        {
            ReceivePaymentStatus.UnknownProvider => Results.StatusCode(StatusCodes.Status404NotFound),
            ReceivePaymentStatus.Forged => Results.StatusCode(StatusCodes.Status401Unauthorized),
            ReceivePaymentStatus.TooManyForged => Results.StatusCode(StatusCodes.Status429TooManyRequests),
            ReceivePaymentStatus.Malformed => Results.StatusCode(StatusCodes.Status400BadRequest),
            ReceivePaymentStatus.Stale => Results.StatusCode(StatusCodes.Status400BadRequest),
            ReceivePaymentStatus.Irrelevant => Results.Text(received.Answer),
            ReceivePaymentStatus.NotOurs => Results.Text(received.Answer),
            ReceivePaymentStatus.AlreadyRecorded => Results.Text(received.Answer),
            ReceivePaymentStatus.Recorded => Results.Text(received.Answer),
            _ => throw new InvalidOperationException($"Unknown status: {received.Status}."),
        };
    }

    /// <summary>The whole body; null when it is too large, which is known after one byte too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BodyBytesMax) return null;
        var buffer = new byte[BodyBytesMax + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), ct);
            if (read == 0) return buffer.AsMemory(0, length);
            length += read;
        }

        return null;
    }
}

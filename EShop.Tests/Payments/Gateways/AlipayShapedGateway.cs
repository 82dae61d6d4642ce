using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EShop.Core.Payments;
using EShop.Core.Primitives;

namespace EShop.Tests.Payments.Gateways;

/// <param name="Notify">Where the provider calls back.</param>
/// <param name="Own">The shop's key pair.</param>
/// <param name="Provider">The provider's public key.</param>
internal sealed record AlipayAccount(
    Uri Gateway, Uri Notify, string AppId, string SellerId, RSA Own, RSA Provider);

/// <summary>An adapter for a provider of Alipay's shape, written against <see cref="IPaymentGateway"/> as it is: page
/// pay, a signed form as notify, query, close and refund. It proves that the interface fits.</summary>
internal sealed class AlipayShapedGateway(AlipayAccount account, TimeProvider clock) : IPaymentGateway
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8), AgeMax = TimeSpan.FromMinutes(5);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public string Name => "alipay";

    public IReadOnlyList<Uri> PayOrigins => [new(account.Gateway.GetLeftPart(UriPartial.Authority))];

    public string Taken => "success";

    public Task<Uri> StartAsync(PaymentStart start, CancellationToken ct)
    {
        var fields = Signed("alipay.trade.page.pay", new Dictionary<string, string>
        {
            ["out_trade_no"] = start.Order.Text,
            ["total_amount"] = Yuan(start.Due),
            ["subject"] = start.Subject,
            ["product_code"] = "FAST_INSTANT_TRADE_PAY",
            ["time_expire"] = TimeText(start.PayUntil),
        });
        fields["return_url"] = start.ReturnTo.ToString();
        fields["sign"] = Rsa2.Sign(account.Own, Rsa2.TextOf(fields, "sign"));
        return Task.FromResult(new UriBuilder(account.Gateway) { Query = Rsa2.FormOf(fields) }.Uri);
    }

    public CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now)
    {
        var fields = Rsa2.FieldsOf(Encoding.UTF8.GetString(envelope.Body.Span));
        if (fields is null || fields.GetValueOrDefault("sign_type") != "RSA2"
            || !Rsa2.IsSigned(account.Provider, Rsa2.TextOf(fields, "sign", "sign_type"),
                fields.GetValueOrDefault("sign", "")))
            return new(CallbackVerdict.Forged, null);
        if (!DateTime.TryParseExact(fields.GetValueOrDefault("notify_time"), "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var sentAt)
            || PaymentOf(fields) is not { } payment)
            return new(CallbackVerdict.Malformed, null);
        if ((now - new DateTimeOffset(sentAt, Beijing)).Duration() > AgeMax) return new(CallbackVerdict.Stale, null);
        if (fields.GetValueOrDefault("app_id") != account.AppId
            || fields.GetValueOrDefault("seller_id") != account.SellerId)
            return new(CallbackVerdict.NotOurs, payment);
        return fields.GetValueOrDefault("trade_status") is "TRADE_SUCCESS" or "TRADE_FINISHED"
            ? new(CallbackVerdict.Paid, payment)
            : new(CallbackVerdict.Irrelevant, null);
    }

    public async Task<TradeAnswer> QueryAsync(OrderNumber order, CancellationToken ct)
    {
        var answer = await CallAsync(
            "alipay.trade.query", new Dictionary<string, string> { ["out_trade_no"] = order.Text }, ct);
        if (answer.GetValueOrDefault("sub_code") == "ACQ.TRADE_NOT_EXIST") return TradeAnswer.Of(TradeState.Unknown);
        MustBeDone(answer);
        // A payment that was refunded in full is closed too, but has the day on which it was paid.
        return answer["trade_status"] switch
        {
            "WAIT_BUYER_PAY" => TradeAnswer.Of(TradeState.Open),
            "TRADE_CLOSED" when !answer.ContainsKey("send_pay_date") => TradeAnswer.Of(TradeState.Closed),
            _ => TradeAnswer.Paid(PaymentOf(answer) ?? throw new FormatException("A payment without an amount.")),
        };
    }

    public async Task<TradeAnswer> CloseAsync(OrderNumber order, CancellationToken ct)
    {
        var answer = await CallAsync(
            "alipay.trade.close", new Dictionary<string, string> { ["out_trade_no"] = order.Text }, ct);
        if (answer["code"] == "10000") return TradeAnswer.Of(TradeState.Closed);
        // It says no to what is paid or closed already, and does not say which.
        var now = await QueryAsync(order, ct);
        return now.State != TradeState.Open ? now : throw new HttpRequestException($"Not closed: {answer["sub_code"]}");
    }

    public async Task<RefundVerdict> RefundAsync(RefundCall refund, CancellationToken ct)
    {
        var answer = await CallAsync("alipay.trade.refund", new Dictionary<string, string>
        {
            ["trade_no"] = refund.ProviderId,
            ["refund_amount"] = Yuan(refund.Amount),
            ["out_request_no"] = refund.Key,
        }, ct);
        if (answer["code"] == "40004" && answer["sub_code"] != "ACQ.SYSTEM_ERROR") return RefundVerdict.Refused;
        MustBeDone(answer);
        return RefundVerdict.Done;
    }

    private async Task<Dictionary<string, string>> CallAsync(
        string method, Dictionary<string, string> content, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(Signed(method, content));
        using var response = await Http.PostAsync(account.Gateway, form, ct);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct));
        var body = answer.RootElement.GetProperty(method.Replace('.', '_') + "_response");
        var signature = answer.RootElement.GetProperty("sign").GetString()!;
        return Rsa2.IsSigned(account.Provider, body.GetRawText(), signature)
            ? body.Deserialize<Dictionary<string, string>>()!
            : throw new CryptographicException("The answer is not the provider's.");
    }

    private Dictionary<string, string> Signed(string method, Dictionary<string, string> content)
    {
        var fields = new Dictionary<string, string>
        {
            ["app_id"] = account.AppId,
            ["method"] = method,
            ["format"] = "JSON",
            ["charset"] = "utf-8",
            ["sign_type"] = "RSA2",
            ["timestamp"] = TimeText(clock.GetUtcNow()),
            ["version"] = "1.0",
            ["notify_url"] = account.Notify.ToString(),
            ["biz_content"] = JsonSerializer.Serialize(content),
        };
        fields["sign"] = Rsa2.Sign(account.Own, Rsa2.TextOf(fields, "sign"));
        return fields;
    }

    private static void MustBeDone(Dictionary<string, string> answer)
    {
        if (answer["code"] != "10000") throw new HttpRequestException(answer.GetValueOrDefault("sub_code"));
    }

    /// <summary>Yuan with two decimals; anything else is no amount.</summary>
    private static ProviderPayment? PaymentOf(Dictionary<string, string> fields) =>
        decimal.TryParse(fields.GetValueOrDefault("total_amount"), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var yuan) && yuan * 100 == decimal.Truncate(yuan * 100)
            && fields.TryGetValue("trade_no", out var id) && fields.TryGetValue("out_trade_no", out var order)
            ? new ProviderPayment(id, order, (long)(yuan * 100), "CNY")
            : null;

    private static string Yuan(Money amount) => (amount.Minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string TimeText(DateTimeOffset at) =>
        at.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EShop.Tests.Payments.Gateways;

/// <summary>A payment provider of Alipay's shape, over HTTP: <c>gateway.do</c> with page pay, query, close and refund,
/// each signed both ways, and the asynchronous notify. The trade comes to be when the shopper opens the page.</summary>
internal sealed class AlipayShapedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, Trade> _trades = [];
    private readonly HttpClient _http = new();
    private readonly Task _serving;

    public AlipayShapedServer()
    {
        Gateway = new Uri($"http://127.0.0.1:{CallbackBox.FreePort()}/gateway.do");
        _listener.Prefixes.Add(new Uri(Gateway, "/").ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Gateway { get; }
    public RSA Key { get; } = RSA.Create(2048);
    public RSA ShopKey { get; } = RSA.Create(2048);
    public string AppId { get; } = "2021000000000001";
    public string SellerId { get; set; } = "2088000000000001";

    /// <summary>How far its clock is from ours.</summary>
    public TimeSpan ClockOffset { get; set; }

    public long RefundedMinor(string tradeNo) =>
        (long)(100 * _trades.Values.Single(t => t.No == tradeNo).Refunds.Values.Sum());

    /// <summary>The shopper pays, and the shop is told; false: there is nothing to be paid. The answer of the shop.
    /// </summary>
    public async Task<string?> PayAsync(string order)
    {
        if (!_trades.TryGetValue(order, out var trade) || trade.Status != "WAIT_BUYER_PAY") return null;
        (trade.Status, trade.PaidAt) = ("TRADE_SUCCESS", Now);
        return await NotifyAsync(order);
    }

    public async Task<string> NotifyAsync(string order)
    {
        var trade = _trades[order];
        var fields = new Dictionary<string, string>
        {
            ["notify_time"] = Now,
            ["notify_type"] = "trade_status_sync",
            ["notify_id"] = Guid.NewGuid().ToString("N"),
            ["app_id"] = AppId,
            ["seller_id"] = SellerId,
            ["charset"] = "utf-8",
            ["version"] = "1.0",
            ["trade_no"] = trade.No,
            ["out_trade_no"] = order,
            ["trade_status"] = trade.Status,
            ["total_amount"] = trade.Amount,
            ["gmt_payment"] = trade.PaidAt ?? "",
            ["subject"] = "纸 & 笔 + 100%",
        };
        var signature = Rsa2.Sign(Key, Rsa2.TextOf(fields));
        (fields["sign_type"], fields["sign"]) = ("RSA2", signature);
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(trade.Notify, form);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _http.Dispose();
        Key.Dispose();
        ShopKey.Dispose();
    }

    private string Now => (TimeProvider.System.GetUtcNow() + ClockOffset).ToOffset(TimeSpan.FromHours(8))
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        if (context.Request.Url!.AbsolutePath != Gateway.AbsolutePath)
        {
            context.Response.StatusCode = 404; // a browser asks for an icon, too
            context.Response.Close();
            return;
        }

        using var reader = new StreamReader(context.Request.InputStream);
        var form = context.Request.HttpMethod == "GET"
            ? context.Request.Url!.Query.TrimStart('?')
            : await reader.ReadToEndAsync();
        var fields = Rsa2.FieldsOf(form)!;
        var isSigned = Rsa2.IsSigned(ShopKey, Rsa2.TextOf(fields, "sign"), fields["sign"]);
        var content = JsonSerializer.Deserialize<Dictionary<string, string>>(fields["biz_content"])!;
        var answer = isSigned ? Decide(fields, content) : Refusal("isv.invalid-signature");
        var body = JsonSerializer.Serialize(answer);
        var name = fields["method"].Replace('.', '_') + "_response";
        var text = $$"""{"{{name}}":{{body}},"sign":"{{Rsa2.Sign(Key, body)}}"}""";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }

    private Dictionary<string, string> Decide(Dictionary<string, string> fields, Dictionary<string, string> content) =>
        fields["method"] switch
        {
            "alipay.trade.page.pay" => Open(fields["notify_url"], content),
            "alipay.trade.query" => Query(content["out_trade_no"]),
            "alipay.trade.close" => Close(content["out_trade_no"]),
            "alipay.trade.refund" => Refund(content),
            var method => throw new InvalidOperationException(method),
        };

    private Dictionary<string, string> Open(string notify, Dictionary<string, string> content)
    {
        _trades.TryAdd(content["out_trade_no"], new Trade(
            $"22{Guid.NewGuid():N}", content["total_amount"], new Uri(notify)));
        return Done([]);
    }

    private Dictionary<string, string> Query(string order)
    {
        if (!_trades.TryGetValue(order, out var trade)) return Refusal("ACQ.TRADE_NOT_EXIST");
        var answer = Done(new()
        {
            ["trade_no"] = trade.No,
            ["out_trade_no"] = order,
            ["trade_status"] = trade.Status,
            ["total_amount"] = trade.Amount,
        });
        if (trade.PaidAt is { } paidAt) answer["send_pay_date"] = paidAt;
        return answer;
    }

    private Dictionary<string, string> Close(string order)
    {
        if (!_trades.TryGetValue(order, out var trade)) return Refusal("ACQ.TRADE_NOT_EXIST");
        if (trade.Status != "WAIT_BUYER_PAY") return Refusal("ACQ.TRADE_STATUS_ERROR");
        trade.Status = "TRADE_CLOSED";
        return Done([]);
    }

    private Dictionary<string, string> Refund(Dictionary<string, string> content)
    {
        var trade = _trades.Values.SingleOrDefault(t => t.No == content["trade_no"]);
        if (trade?.PaidAt is null) return Refusal("ACQ.TRADE_NOT_EXIST");
        var (key, amount) = (content["out_request_no"], Number(content["refund_amount"]));
        if (trade.Refunds.TryGetValue(key, out var before))
            return before == amount ? Done(new() { ["fund_change"] = "N" }) : Refusal("ACQ.DISCORDANT_REPEAT_REQUEST");
        if (amount <= 0 || trade.Refunds.Values.Sum() + amount > Number(trade.Amount))
            return Refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
        trade.Refunds[key] = amount;
        if (trade.Refunds.Values.Sum() == Number(trade.Amount)) trade.Status = "TRADE_CLOSED";
        return Done(new() { ["fund_change"] = "Y" });
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Done(Dictionary<string, string> answer) =>
        new(answer) { ["code"] = "10000", ["msg"] = "Success" };

    private static Dictionary<string, string> Refusal(string reason) =>
        new() { ["code"] = "40004", ["msg"] = "Business Failed", ["sub_code"] = reason };

    private sealed record Trade(string No, string Amount, Uri Notify)
    {
        public string Status { get; set; } = "WAIT_BUYER_PAY";
        public string? PaidAt { get; set; }
        public Dictionary<string, decimal> Refunds { get; } = [];
    }
}

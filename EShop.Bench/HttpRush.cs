using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EShop.Core.Accounts;
using EShop.Core.Coupons;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>The same rush over HTTP: signed-in shoppers press the button of the coupon centre, next to what the same
/// process answers to <c>/health/live</c>, which does nothing at all.</summary>
internal sealed partial class HttpRush(Uri shop, HttpClient http)
{
    private const int ClaimsPerShopper = Coupon.LimitPerPersonMax, WarmUpPerShopper = 20, SigningInAtOnce = 8;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    /// <summary>What a signed-in shopper's browser keeps: the cookies, and the hidden fields of the form.</summary>
    private sealed record Shopper(string Cookies, string Token);

    public static async Task RunAsync(BenchParts parts, int parallel)
    {
        await using var bench = await BenchShop.StartAsync(parts);
        var couponId = await bench.CouponAsync(Coupon.TotalMax, ClaimsPerShopper);
        var made = await bench.Get<CreateDemoCustomers>().ExecuteAsync(new(parallel), default);
        await using var web = await BenchWeb.StartAsync(
            parts with { Postgres = bench.PostgresConnection }, new Dictionary<string, string>
            {
                ["Shop:DataFolder"] = bench.Folder,
                ["Locks:Wait"] = "00:00:30",
            });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = parallel,
        })
        { Timeout = TimeSpan.FromMinutes(1) };
        var rush = new HttpRush(web.Address, http);
        var shoppers = await rush.SignInAllAsync(parallel, made.Password);
        await rush.LiveAsync(parallel, TimeSpan.FromSeconds(2)); // warms both sides up
        await rush.ClaimAsync(shoppers, couponId, (WarmUpPerShopper, TimeSpan.FromSeconds(3)));
        var before = await GivenAsync(bench, couponId);
        var live = await rush.LiveAsync(parallel, TimeSpan.FromSeconds(5));
        var (claims, said) = await rush.ClaimAsync(shoppers, couponId, (ClaimsPerShopper - WarmUpPerShopper, Lasts));
        var given = await GivenAsync(bench, couponId) - before;
        Report(parts, parallel, (live, claims), (given, Over: given - said));
    }

    private async Task<Shopper[]> SignInAllAsync(int count, string password)
    {
        Screen.Line($"Signing {count} shoppers in; each costs a password hash.");
        var shoppers = new Shopper[count];
        await ClosedLoop.RunAsync((SigningInAtOnce, count, TimeSpan.FromMinutes(5)), async i =>
            shoppers[i] = await SignInAsync(CreateDemoCustomers.EmailOf(i + 1), password));
        return shoppers;
    }

    private async Task<Shopper> SignInAsync(string email, string password)
    {
        var cookies = new CookieContainer();
        var page = await SendAsync(cookies, HttpMethod.Get, "/sign-in", null);
        var fields = Fields(FormWith(page, "Form.Password"));
        (fields["Form.Email"], fields["Form.Password"]) = (email, password);
        await SendAsync(cookies, HttpMethod.Post, "/sign-in", fields);
        var centre = Fields(FormWith(await SendAsync(cookies, HttpMethod.Get, "/coupons", null), "id=\"claim\""));
        return new Shopper(cookies.GetCookieHeader(shop), centre["__RequestVerificationToken"]);
    }

    private Task<LoopResult> LiveAsync(int parallel, TimeSpan lasts) =>
        ClosedLoop.RunAsync((parallel, 2_000_000, lasts), async _ =>
        {
            using var answer = await http.GetAsync(new Uri(shop, "/health/live"));
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>How fast, and how many were told that the claim is theirs (a redirect to the coupon centre).</summary>
    private async Task<(LoopResult Loop, int Said)> ClaimAsync(
        Shopper[] shoppers, long couponId, (int EachMax, TimeSpan Limit) bound)
    {
        var said = 0;
        var loop = await ClosedLoop.RunAsync(
            (shoppers.Length, shoppers.Length * bound.EachMax, bound.Limit), async i =>
            {
                var shopper = shoppers[i % shoppers.Length];
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop, "/coupons"));
                request.Headers.Add("Cookie", shopper.Cookies);
                request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["_handler"] = "claim",
                    ["__RequestVerificationToken"] = shopper.Token,
                    ["Form.Key"] = Guid.NewGuid().ToString(),
                    ["Form.CouponId"] = couponId.ToString(Screen.Culture),
                });
                using var answer = await http.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.Redirect) Interlocked.Increment(ref said);
            });
        return (loop, said);
    }

    private async Task<string> SendAsync(
        CookieContainer cookies, HttpMethod method, string path, Dictionary<string, string>? fields)
    {
        using var request = new HttpRequestMessage(method, new Uri(shop, path));
        if (cookies.Count > 0) request.Headers.Add("Cookie", cookies.GetCookieHeader(shop));
        if (fields is not null) request.Content = new FormUrlEncodedContent(fields);
        using var answer = await http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set) cookies.SetCookies(shop, cookie);
        if ((int)answer.StatusCode >= 400) throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<int> GivenAsync(BenchShop bench, long couponId) => bench.Store.ReadAsync(
        db => db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId), default);

    private static string FormWith(string page, string text) =>
        Form().Matches(page).Select(form => form.Value).First(form => form.Contains(text, StringComparison.Ordinal));

    private static Dictionary<string, string> Fields(string html)
    {
        var fields = new Dictionary<string, string>();
        foreach (Match input in Input().Matches(html))
            fields[Name().Match(input.Value).Groups[1].Value] =
                WebUtility.HtmlDecode(Value().Match(input.Value).Groups[1].Value);
        return fields;
    }

    private static void Report(
        BenchParts parts, int parallel, (LoopResult Live, LoopResult Claims) speed, (int Given, int Over) count)
    {
        var (store, ratio) = (parts.Postgres is null ? "sqlite" : "postgres",
            speed.Claims.PerSecond / speed.Live.PerSecond);
        Screen.Line($"Over HTTP on {store}: a press in the coupon centre, next to /health/live of the same process.");
        Screen.Line("parallel    live/s  claims/s  × live    p50 ms    p99 ms   given  over");
        Screen.Line($"{parallel,8}{speed.Live.PerSecond,10:F0}{speed.Claims.PerSecond,10:F0}{ratio,8:F2}"
            + $"{speed.Claims.P50Ms,10:F1}{speed.Claims.P99Ms,10:F1}{count.Given,8}{count.Over,6}");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "coupons-http",
            store,
            parallel,
            live_per_s = Math.Round(speed.Live.PerSecond),
            shop_per_s = Math.Round(speed.Claims.PerSecond),
            ratio = Math.Round(ratio, 3),
            p50_ms = Math.Round(speed.Claims.P50Ms, 2),
            p99_ms = Math.Round(speed.Claims.P99Ms, 2),
            given = count.Given,
            over = Math.Max(count.Over, 0),
        }));
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*name=\"[^\"]+\"[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("\\bname=\"([^\"]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using EShop.Core.Accounts;
using EShop.Core.Coupons;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>The same rush over HTTP, by both doors: signed-in shoppers press the button of the coupon centre, and
/// programs post to the API, next to what the same process answers to <c>/health/live</c>, which does nothing at all.
/// </summary>
internal sealed partial class HttpRush(Uri shop, HttpClient http)
{
    private const int ClaimsPerShopper = Coupon.LimitPerPersonMax, WarmUpPerShopper = 20, SigningInAtOnce = 8;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    /// <summary>What a signed-in shopper keeps: a browser its cookies and the form's hidden field, a program its token.
    /// </summary>
    private sealed record Shopper(string Cookies, string FormToken, string ApiToken);

    /// <summary>A way to claim over HTTP: its name, the request of a shopper for a coupon, and how a claim is answered.
    /// </summary>
    private sealed record Door(
        string Name, Func<Shopper, long, HttpRequestMessage> RequestOf, HttpStatusCode Claimed);

    private sealed record Pressed(string Door, LoopResult Loop, int Given, int Over);

    public static async Task RunAsync(BenchParts parts, int parallel)
    {
        await using var bench = await BenchShop.StartAsync(parts);
        var made = await bench.Get<CreateDemoCustomers>().ExecuteAsync(new(parallel), default);
        await using var web = await BenchWeb.StartAsync(
            parts with { Postgres = bench.PostgresConnection }, new Dictionary<string, string>
            {
                ["Shop:DataFolder"] = bench.Folder,
                ["Locks:Wait"] = "00:00:30",
                ["Api:RequestsPerAccountMinute"] = "1000000",
                ["SignUpGuard:SignInsPerNetworkMinute"] = "100000",
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
        var live = await rush.LiveAsync(parallel, TimeSpan.FromSeconds(5));
        var page = await rush.PressAsync(bench, shoppers, new Door("page", rush.FormOf, HttpStatusCode.Redirect));
        var api = await rush.PressAsync(bench, shoppers, new Door("api", rush.CallOf, HttpStatusCode.Created));
        Report(parts, parallel, (live, page, api));
    }

    /// <summary>A coupon of its own for a door: a warm-up, then all at once.</summary>
    private async Task<Pressed> PressAsync(BenchShop bench, Shopper[] shoppers, Door door)
    {
        var couponId = await bench.CouponAsync(Coupon.TotalMax, ClaimsPerShopper);
        await ClaimAsync((shoppers, door, couponId), (WarmUpPerShopper, TimeSpan.FromSeconds(3)));
        var before = await GivenAsync(bench, couponId);
        var (loop, said) = await ClaimAsync(
            (shoppers, door, couponId), (ClaimsPerShopper - WarmUpPerShopper, Lasts));
        var given = await GivenAsync(bench, couponId) - before;
        return new Pressed(door.Name, loop, given, Math.Max(0, given - said));
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
        return new Shopper(
            cookies.GetCookieHeader(shop), centre["__RequestVerificationToken"], await TokenAsync(email, password));
    }

    private async Task<string> TokenAsync(string email, string password)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(shop, "/api/v1/sign-in"), new { email, password });
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return tokens.GetProperty("accessToken").GetString()!;
    }

    private Task<LoopResult> LiveAsync(int parallel, TimeSpan lasts) =>
        ClosedLoop.RunAsync((parallel, 2_000_000, lasts), async _ =>
        {
            using var answer = await http.GetAsync(new Uri(shop, "/health/live"));
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>How fast, and how many were told that the claim is theirs.</summary>
    private async Task<(LoopResult Loop, int Said)> ClaimAsync(
        (Shopper[] Shoppers, Door Door, long CouponId) rush, (int EachMax, TimeSpan Limit) bound)
    {
        var (shoppers, door, couponId) = rush;
        var said = 0;
        var loop = await ClosedLoop.RunAsync(
            (shoppers.Length, shoppers.Length * bound.EachMax, bound.Limit), async i =>
            {
                using var request = door.RequestOf(shoppers[i % shoppers.Length], couponId);
                using var answer = await http.SendAsync(request);
                if (answer.StatusCode == door.Claimed) Interlocked.Increment(ref said);
            });
        return (loop, said);
    }

    private HttpRequestMessage FormOf(Shopper shopper, long couponId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop, "/coupons/claim"));
        request.Headers.Add("Cookie", shopper.Cookies);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = shopper.FormToken,
            ["Form.Key"] = Guid.NewGuid().ToString(),
            ["Form.CouponId"] = couponId.ToString(Screen.Culture),
        });
        return request;
    }

    private HttpRequestMessage CallOf(Shopper shopper, long couponId)
    {
        var path = $"/api/v1/coupons/{couponId.ToString(Screen.Culture)}/claims";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shopper.ApiToken);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
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
        BenchParts parts, int parallel, (LoopResult Live, Pressed Page, Pressed Api) speed)
    {
        var store = parts.Postgres is null ? "sqlite" : "postgres";
        var live = speed.Live.PerSecond;
        Screen.Line($"Over HTTP on {store}, {parallel} at once; /health/live of the same process: {live:F0}/s.");
        Screen.Line("door    claims/s  × live    p50 ms    p99 ms   given  over");
        foreach (var door in new[] { speed.Page, speed.Api })
            Screen.Line($"{door.Door,-6}{door.Loop.PerSecond,10:F0}{door.Loop.PerSecond / live,8:F3}"
                + $"{door.Loop.P50Ms,10:F1}{door.Loop.P99Ms,10:F1}{door.Given,8}{door.Over,6}");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "coupons-http",
            store,
            parallel,
            live_per_s = Math.Round(live),
            page_per_s = Math.Round(speed.Page.Loop.PerSecond),
            page_ratio = Math.Round(speed.Page.Loop.PerSecond / live, 3),
            api_per_s = Math.Round(speed.Api.Loop.PerSecond),
            api_ratio = Math.Round(speed.Api.Loop.PerSecond / live, 3),
            p50_ms = Math.Round(speed.Api.Loop.P50Ms, 2),
            p99_ms = Math.Round(speed.Api.Loop.P99Ms, 2),
            given = speed.Page.Given + speed.Api.Given,
            over = speed.Page.Over + speed.Api.Over,
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

using System.Net;
using System.Net.Http.Headers;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using EShop.Web.Api;
using Microsoft.AspNetCore.Routing;

namespace EShop.Tests.Access;

/// <summary>Every address of the shop against everybody who may come: nobody, a shopper, staff.</summary>
public sealed class PermissionsTests
{
    private static readonly Dictionary<string, string> Anything = new()
    {
        ["handle"] = "x", ["key"] = "x", ["path"] = "nothing-here", ["code"] = "404", ["id"] = "1", ["skuid"] = "1",
        ["number"] = "260701-0000000000000", ["documentname"] = "v1", ["provider"] = "nobody", ["tradeid"] = "x",
        ["name"] = "x", ["side"] = "64",
    };

    private enum Answer { In = 1, SignInFirst, Forbidden }

    [Fact]
    public async Task Every_address_has_its_place()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        string[] known = [.. Places.Open, .. Places.SignedIn];
        var all = site.Endpoints.Where(e => !Places.IsOfTheFramework(e)).Select(e => e.RoutePattern.RawText!).ToList();

        Assert.Equal([], all.Where(p => !known.Contains(p) && !IsOfStaff(p)).Distinct().Order());
        Assert.Equal([], known.Except(all).Order());
    }

    [Fact]
    public async Task Abuse_60_nobody_a_shopper_and_staff_get_where_they_may_and_no_further()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var shopper = (await site.Shop.AccountsAsync(1))[0];
        var admin = await site.Shop.AdminAsync();
        (string, long?)[] everybody = [("nobody", null), ("shopper", shopper), ("admin", admin)];
        var faults = new List<string>();
        foreach (var endpoint in site.Endpoints.Where(e => !Places.IsOfTheFramework(e)))
            foreach (var method in Places.MethodsOf(endpoint))
                foreach (var (who, account) in everybody)
                {
                    var place = endpoint.RoutePattern.RawText!;
                    var answer = await AskAsync(site, (endpoint, method), account);
                    var expected = ExpectedOf(place, who);
                    // Management may also say that there is nothing at all.
                    var isHidden = expected == Answer.Forbidden && answer.Status == HttpStatusCode.NotFound;
                    if (answer.Told != expected && !isHidden) faults.Add($"{who} {method} {place}: {answer.Told}");
                    if ((int)answer.Status >= 500) faults.Add($"{who} {method} {place}: {answer.Status}");
                }
        Assert.Equal([], faults);
    }

    private static Answer ExpectedOf(string place, string who) =>
        Places.Open.Contains(place) ? Answer.In
        : who == "nobody" ? Answer.SignInFirst
        : IsOfStaff(place) && who != "admin" ? Answer.Forbidden
        : Answer.In;

    private static bool IsOfStaff(string place) =>
        place == Places.Staff || place.StartsWith(Places.Staff + "/", StringComparison.Ordinal);

    /// <summary>With a session of its own for each question: one of them signs out.</summary>
    private static async Task<(HttpStatusCode Status, Answer Told)> AskAsync(
        ShopSite site, (RouteEndpoint Endpoint, string Method) of, long? accountId)
    {
        var path = Places.Fill(of.Endpoint, Anything);
        var isApi = path.StartsWith(ApiGate.Root + "/", StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(new HttpMethod(of.Method), new Uri(path, UriKind.Relative));
        if (of.Method is not ("GET" or "HEAD" or "DELETE"))
            request.Content = isApi
                ? new StringContent("{}", new MediaTypeHeaderValue("application/json"))
                : new FormUrlEncodedContent([]);
        if (accountId is { } id && isApi)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await site.TokenAsync(id));
        else if (accountId is { } someone)
            request.Headers.Add("Cookie", await site.CookieAsync(someone));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var isSentToSignIn = IsChallenge(answer.Headers.Location);
        return (answer.StatusCode, answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized when isApi => Answer.SignInFirst,
            HttpStatusCode.Redirect when isSentToSignIn => Answer.SignInFirst,
            HttpStatusCode.Forbidden => Answer.Forbidden,
            _ => Answer.In,
        });
    }

    private static bool IsChallenge(Uri? location) =>
        location?.ToString().Contains("/sign-in?returnUrl=", StringComparison.Ordinal) == true;
}

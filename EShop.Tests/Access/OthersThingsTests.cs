using System.Net;
using System.Reflection;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using EShop.Tests.Support;
using EShop.Web.Api;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace EShop.Tests.Access;

/// <summary>A stranger with an account walks through the whole shop with somebody else's numbers in hand: each address,
/// each form, each field. Nothing is found, nothing is shown, nothing is changed (abuse 56).</summary>
public sealed class OthersThingsTests
{
    /// <summary>Whose the thing is that a field of a body names.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["AddressId"] = "theirs", ["ClaimId"] = "theirs", ["SkuId"] = "everybody's",
    };

    [Theory, EachStore]
    public async Task Abuse_56_no_endpoint_of_the_api_finds_shows_or_changes_anothers_things(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (theirs, mine) = (await Things.OfSomebodyAsync(site), await Things.OfSomebodyAsync(site));
        var before = await theirs.SnapshotAsync(site.Shop);
        var faults = new List<string>();
        foreach (var endpoint in site.Endpoints.Where(IsApi))
        {
            using var client = new ApiClient(site.Address) { Token = await site.TokenAsync(mine.AccountId) };
            var method = new HttpMethod(Places.MethodsOf(endpoint).Single());
            var path = Places.Fill(endpoint, ValuesOf(theirs))[(ApiGate.Root.Length + 1)..];
            foreach (var body in BodiesOf(endpoint, (mine, theirs)))
            {
                var answer = await client.SendAsync(method, path, body, key: Guid.NewGuid().ToString());
                var isRefused = answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden;
                if (Names(endpoint, body) && !isRefused) faults.Add($"{method} {path}: {answer}");
                if (Shows(answer.Body.ToString(), theirs)) faults.Add($"{method} {path} shows {answer}");
            }
        }
        Assert.Equal([], faults);
        using var quoting = new ApiClient(site.Address) { Token = await site.TokenAsync(mine.AccountId) };
        Assert.Equal("", (await quoting.GetAsync($"checkout?claimId={theirs.ClaimId}")).Text("claimId"));
        Assert.Equal(before, await theirs.SnapshotAsync(site.Shop));
    }

    [Theory, EachStore]
    public async Task Abuse_56_no_page_and_no_form_finds_shows_or_changes_anothers_things(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (theirs, mine) = (await Things.OfSomebodyAsync(site), await Things.OfSomebodyAsync(site));
        using var stranger = new HttpVisitor(site.Address);
        stranger.Take(await site.CookieAsync(mine.AccountId));
        var before = await theirs.SnapshotAsync(site.Shop);
        var (faults, posted) = (new List<string>(), 0);
        foreach (var endpoint in site.Endpoints.Where(e => IsPage(e)))
        {
            var (own, other) = (Places.Fill(endpoint, ValuesOf(mine)), Places.Fill(endpoint, ValuesOf(theirs)));
            if (Places.Streams.Contains(endpoint.RoutePattern.RawText))
            {
                if ((await stranger.GetAsync(other)).Status != HttpStatusCode.NotFound) faults.Add($"{other} streams");
                continue;
            }
            var page = await stranger.GetAsync(own);
            if (Shows(page.Source, theirs)) faults.Add($"GET {own} shows another's things");
            if (own != other && (await stranger.GetAsync(other)).Status is not (HttpStatusCode.NotFound
                or HttpStatusCode.Forbidden)) faults.Add($"GET {other} is found");
            foreach (var (path, fields) in PostsOf(page, mine.PairsWith(theirs)))
            {
                var answer = await stranger.PostAsync(path, fields);
                posted++;
                var isRefused = answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden;
                if ((path != page.Address.PathAndQuery && !isRefused) || (int)answer.Status >= 500)
                    faults.Add($"POST {path} {string.Join(' ', fields.Keys)}: {answer.Status}");
                // A number that the stranger has typed is in the address, and so in the page's links.
                var shown = answer.Source.Replace(path, "", StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(path), "", StringComparison.Ordinal);
                if (Shows(shown, theirs)) faults.Add($"POST {path} shows another's things");
            }
            if (await theirs.SnapshotAsync(site.Shop) != before) faults.Add($"{own} changed something");
        }
        Assert.Equal([], faults);
        Assert.True(posted >= 12, $"Only {posted} forms were tried: the walk has lost its way.");
        await site.Shop.AuditAsync();
    }

    private static bool IsApi(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.StartsWith(ApiGate.Root, StringComparison.Ordinal);

    /// <summary>Every page but management, which has its own test: a shopper gets nowhere there.</summary>
    private static bool IsPage(RouteEndpoint endpoint) => !IsApi(endpoint) && !Places.IsOfTheFramework(endpoint)
        && Places.MethodsOf(endpoint).Contains("GET")
        && !endpoint.RoutePattern.RawText!.StartsWith(Places.Staff, StringComparison.Ordinal);

    private static Dictionary<string, string> ValuesOf(Things things) => new()
    {
        ["number"] = things.Order.Text, ["skuid"] = $"{things.SkuId}", ["id"] = $"{things.AddressId}",
        // What is everybody's.
        ["handle"] = "x", ["key"] = "x", ["path"] = "nothing-here", ["code"] = "404", ["documentname"] = "v1",
        ["tradeid"] = "x", ["name"] = "x", ["side"] = "64",
    };

    /// <summary>Whether the request asks for something that is another's.</summary>
    private static bool Names(RouteEndpoint endpoint, object? body) =>
        endpoint.RoutePattern.RawText!.Contains("{number}", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText.Contains("{skuId", StringComparison.Ordinal)
        || body is Dictionary<string, object> fields && fields.ContainsKey("theirs");

    private static bool Shows(string text, Things theirs) =>
        text.Contains(theirs.Order.Text, StringComparison.Ordinal)
        || text.Contains(theirs.Email, StringComparison.Ordinal);

    /// <summary>A body that would do, once for each field of it that could name another's thing.</summary>
    private static IEnumerable<object?> BodiesOf(RouteEndpoint endpoint, (Things Mine, Things Theirs) of)
    {
        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type) return [null];
        var ids = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => p.Name).Where(name => name.EndsWith("Id", StringComparison.Ordinal)).ToList();
        Assert.All(ids, id => Assert.True(Fields.ContainsKey(id), $"{type.Name}.{id}: whose is it?"));
        var right = new Dictionary<string, object>
        {
            ["addressId"] = of.Mine.AddressId, ["seenDueMinor"] = 10_000, ["skuId"] = of.Mine.SkuId, ["quantity"] = 1,
            ["provider"] = "sandbox", ["email"] = "x@shop.test", ["password"] = "x", ["refreshToken"] = "x",
            ["reason"] = "It squeaks.",
        };
        var wrong = ids.Where(id => Fields[id] == "theirs").Select(id => new Dictionary<string, object>(right)
        {
            [char.ToLowerInvariant(id[0]) + id[1..]] = id == "ClaimId" ? of.Theirs.ClaimId : of.Theirs.AddressId,
            ["theirs"] = id,
        }).ToList();
        return wrong.Count > 0 ? wrong : [right];
    }

    /// <summary>Each form of a page of one's own, aimed at another's: by its address, and by each field and button that
    /// names one's own thing, with each of its buttons pressed.</summary>
    private static IEnumerable<(string Path, Dictionary<string, string> Fields)> PostsOf(
        HttpPage page, IReadOnlyList<(string Mine, string Theirs)> pairs)
    {
        foreach (var form in page.Document.Forms)
        {
            var action = form.GetAttribute("action") is { Length: > 0 } given ? given : page.Address.PathAndQuery;
            if (!form.Method.Equals("post", StringComparison.OrdinalIgnoreCase) || action == "/sign-out") continue;
            var standing = HttpVisitor.Standing(form);
            foreach (var (mine, theirs) in pairs)
                foreach (var pressed in ButtonsOf(form))
                {
                    var fields = new Dictionary<string, string>(standing);
                    if (pressed is { } button) fields[button.Name] = button.Value;
                    if (action.Contains($"/{mine}", StringComparison.Ordinal))
                        yield return (action.Replace($"/{mine}", $"/{theirs}", StringComparison.Ordinal), fields);
                    if (standing.GetValueOrDefault("_handler") is { } handler
                        && handler.EndsWith($"-{mine}", StringComparison.Ordinal))
                        yield return (action, new(fields) { ["_handler"] = handler[..^mine.Length] + theirs });
                    foreach (var name in NamesOf(form, mine))
                        yield return (action, new(fields) { [name] = theirs });
                }
        }
    }

    private static IEnumerable<(string Name, string Value)?> ButtonsOf(IHtmlFormElement form) =>
    [
        null,
        .. form.Elements.OfType<IHtmlButtonElement>()
            .Where(b => b.Name is { Length: > 0 }).Select(b => ((string, string)?)(b.Name!, b.Value)),
    ];

    /// <summary>The fields that can name this thing: what stands in them, what can be chosen, what can be pressed.
    /// </summary>
    private static IEnumerable<string> NamesOf(IHtmlFormElement form, string mine) =>
        form.Elements.Where(e => ValuesOf(e).Contains(mine)).Select(e => e.GetAttribute("name")!)
            .Where(name => name is { Length: > 0 }).Distinct();

    private static IEnumerable<string> ValuesOf(IElement element) => element switch
    {
        IHtmlInputElement input => [input.Value],
        IHtmlButtonElement button => [button.Value],
        IHtmlSelectElement select => select.Options.Select(option => option.Value),
        _ => [],
    };
}

using System.Globalization;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>Shoppers of a running shop before one coupon, and who has it.</summary>
internal static class CouponCentre
{
    public const string Yours = "It is yours", YoursAlready = "You have this coupon already",
        Busy = "Very many people want this coupon right now";

    /// <summary>A coupon of the demo shop that is open, with at least so many left.</summary>
    public static async Task<string> OpenCouponAsync(WebShop shop, int left)
    {
        var rows = await shop.RowsAsync($"""
            select id from coupons where audience = 'Public' and state = 'Published' and total - claimed > {left}
            and opens_at < {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} order by id
            """);
        Assert.NotEmpty(rows);
        return rows[0][0];
    }

    /// <summary>New accounts are given their coupon in the background, by the same statements as a claim: whoever waits
    /// for a statement lets that be done first.</summary>
    public static Task WelcomedAsync(WebShop shop) => Until.TrueAsync(async () =>
        (await shop.RowsAsync("select 1 from messages where state <> 'Done' and kind = 'AccountCreated'")).Count == 0);

    /// <summary>The page after the press; null: no answer came.</summary>
    public static async Task<HttpPage?> PressAsync(HttpShopper shopper, HttpPage page, string coupon)
    {
        try
        {
            return await shopper.Visitor.SubmitAsync(page, "#claim", new() { ["Form.CouponId"] = coupon });
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>How many of the demo customers, or of the one that is named, hold it.</summary>
    public static async Task<int> HoldersAsync(WebShop shop, string coupon, string email = "customer%") => int.Parse(
        (await shop.RowsAsync(
            $"select count(*) from coupon_claims where coupon_id = {coupon} and account_id in "
            + $"(select id from accounts where email like '{email}')"))[0][0],
        CultureInfo.InvariantCulture);

    public static async Task AuditAsync(this WebShop shop)
    {
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}

using System.Globalization;
using EShop.Core.Coupons;
using EShop.Web.Accounts;
using EShop.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Coupons;

/// <summary>The press in the coupon centre. An endpoint, for its answer is a redirect: a page would be drawn with all
/// that stands around it, in a rush, to be thrown away (decision 29). The form's token is checked by the binding.
/// </summary>
internal static class ClaimEndpoint
{
    public const string Address = "/coupons/claim";

    public static void MapClaim(this WebApplication app) => app.MapPost(Address, ClaimAsync).AllowAnonymous();

    private static async Task<IResult> ClaimAsync(
        [FromForm(Name = "Form.CouponId")] string? coupon, [FromForm(Name = "Form.Key")] string? sentKey,
        ClaimCoupon claim, ClaimAnswers answers, HttpContext context)
    {
        if (context.User.AccountIdOrNull() is not { } accountId)
            return Results.LocalRedirect($"{Paths.SignIn}?returnUrl={Paths.Coupons}");
        // What the page did not write itself is answered like a coupon that does not exist.
        _ = long.TryParse(coupon, NumberStyles.None, CultureInfo.InvariantCulture, out var couponId);
        var key = Guid.TryParse(sentKey, out var sent) ? sent : Guid.NewGuid();
        // Once in the line it is answered, even when the visitor leaves: the claim would be theirs all the same.
        answers.Say(await claim.ExecuteAsync(
            new ClaimCouponRequest(accountId, couponId, key), context.RequestAborted));
        return Results.LocalRedirect(Paths.Coupons);
    }
}

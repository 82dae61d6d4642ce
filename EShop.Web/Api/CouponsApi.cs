using System.Globalization;
using EShop.Core.Coupons;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Api;

/// <summary>The coupon centre and a shopper's own coupons.</summary>
internal static class CouponsApi
{
    private const string Tag = "Coupons";

    public static void MapCoupons(this RouteGroupBuilder api)
    {
        api.MapGet("/coupons", ListAsync).AllowAnonymous().Produces<CouponList>().Describe(new Purpose(
            "listCoupons", Tag, "List the coupons that can be claimed",
            "What the coupon centre shows: how many are left, when each opens, and, with a token, what is yours."));
        api.MapGet("/coupons/mine", ListMineAsync).Produces<MyCoupons>().Describe(new Purpose(
            "listMyCoupons", Tag, "List your coupons",
            "What you hold and what became of it, page by page. A page beyond the last one is the last one."),
            Problems.Malformed);
        api.MapPost("/coupons/{id:long}/claims", ClaimAsync).Produces<ClaimedCoupon>(StatusCodes.Status201Created)
            .Describe(new Purpose(
                "claimCoupon", Tag, "Claim a coupon",
                "Requests for one coupon are served in the order in which they came. Send the same key again after a "
                + "lost answer: it gets the same claim. A refusal uses up no key."),
                Problems.KeyMissing, Problems.KeyMalformed, Problems.KeyUsedOtherwise, Problems.CouponNotFound,
                Problems.CouponPaused, Problems.CouponNotOpenYet, Problems.CouponOver, Problems.CouponAlreadyYours,
                Problems.CouponAllGone);
    }

    private static async Task<IResult> ListAsync(
        ListCoupons list, CouponViews views, HttpContext context, CancellationToken ct)
    {
        var result = await list.ExecuteAsync(new ListCouponsRequest(context.User.AccountIdOrNull()), ct);
        return TypedResults.Ok(new CouponList([.. result.Coupons.Select(views.Of)]));
    }

    private static async Task<IResult> ListMineAsync(
        [FromQuery] int? page, ListMyClaims list, CouponViews views, HttpContext context, CancellationToken ct)
    {
        var result = await list.ExecuteAsync(new ListMyClaimsRequest(context.User.AccountId(), page ?? 1), ct);
        return TypedResults.Ok(new MyCoupons(
            [.. result.Claims.Select(views.Of)], result.Page, result.Pages, result.Count));
    }

    private static async Task<IResult> ClaimAsync(
        long id, [FromHeader(Name = IdempotencyKey.Header)] string? key, ClaimCoupon claim,
        HttpContext context, CancellationToken ct)
    {
        if (IdempotencyKey.Read(key, out var given) is { } refusal) return refusal;
        var request = new ClaimCouponRequest(context.User.AccountId(), id, given.ToGuid())
        {
            KeyIsForOneCoupon = true,
        };
        var result = await claim.ExecuteAsync(request, ct);
        return result.Status switch
        {
            ClaimCouponStatus.NotFound => new Refusal(Problems.CouponNotFound),
            ClaimCouponStatus.Paused => new Refusal(Problems.CouponPaused),
            ClaimCouponStatus.NotOpenYet => NotOpenYet(result.OpensAt!.Value),
            ClaimCouponStatus.Over => new Refusal(Problems.CouponOver),
            ClaimCouponStatus.AlreadyYours => new Refusal(Problems.CouponAlreadyYours),
            ClaimCouponStatus.AllGone => new Refusal(Problems.CouponAllGone),
            ClaimCouponStatus.KeyUsedOtherwise => new Refusal(Problems.KeyUsedOtherwise),
            ClaimCouponStatus.Busy => new Refusal(Problems.Busy),
            ClaimCouponStatus.Claimed => TypedResults.Created(
                $"{ApiGate.Root}/coupons/mine", new ClaimedCoupon(result.ClaimId, id)),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static Refusal NotOpenYet(DateTimeOffset opensAt) => new(Problems.CouponNotOpenYet)
    {
        Values = [opensAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)],
        With = problem => problem with { OpensAt = opensAt },
    };
}

using EShop.Core.Coupons;
using EShop.Core.Orders;

namespace EShop.Web.Api;

/// <summary>Says why an order was not placed, with what a program needs to go on.</summary>
internal sealed class OrderRefusals(QuoteCheckout quote, OrderViews views, RefusalViews details)
{
    public async Task<Refusal> OfAsync(CheckOutRequest request, CheckOutResult result, CancellationToken ct) =>
        result.Status switch
        {
            CheckOutStatus.KeyMalformed => new Refusal(Problems.KeyMalformed),
            CheckOutStatus.KeyUsedOtherwise => new Refusal(Problems.KeyUsedOtherwise),
            CheckOutStatus.TooManyOpen => new Refusal(Problems.TooManyOpenOrders),
            CheckOutStatus.CartEmpty => new Refusal(Problems.CartEmpty),
            CheckOutStatus.AddressMissing => new Refusal(Problems.AddressNotFound),
            CheckOutStatus.NotForSale => await ShortAsync(Problems.NotForSale, request, result, ct),
            CheckOutStatus.OverPersonLimit => await ShortAsync(Problems.OverPersonLimit, request, result, ct),
            CheckOutStatus.TotalChanged => new Refusal(Problems.TotalChanged)
            {
                With = problem => problem with
                {
                    Total = views.Of(result.Total!),
                    Changes = result.Changes.Count == 0 ? null : [.. result.Changes.Select(details.Of)],
                },
            },
            CheckOutStatus.CouponRefused => await OfCouponAsync(request, ct),
            CheckOutStatus.SoldOut => await ShortAsync(Problems.SoldOut, request, result, ct),
            CheckOutStatus.Busy or CheckOutStatus.TooLate => new Refusal(Problems.Busy),
            CheckOutStatus.Placed or CheckOutStatus.AlreadyPlaced =>
                throw new InvalidOperationException("Not a refusal."),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };

    /// <summary>With all that is short, so that one round mends it.</summary>
    private async Task<Refusal> ShortAsync(
        ProblemKind kind, CheckOutRequest request, CheckOutResult result, CancellationToken ct)
    {
        var now = await quote.ExecuteAsync(new QuoteCheckoutRequest(request.AccountId, null), ct);
        return new Refusal(kind)
        {
            With = problem => problem with
            {
                SkuId = result.SkuId,
                Left = result.Left,
                Shortages = [.. now.Shortages.Select(RefusalViews.Of)],
            },
        };
    }

    /// <summary>What is not the account's, or not to be used any more, is not found (abuse 38).</summary>
    private async Task<Refusal> OfCouponAsync(CheckOutRequest request, CancellationToken ct)
    {
        var now = await quote.ExecuteAsync(new QuoteCheckoutRequest(request.AccountId, request.ClaimId), ct);
        var isThere = now.Claims.Any(claim => claim.ClaimId == request.ClaimId);
        return new Refusal(isThere ? Problems.ClaimDoesNotFit : Problems.ClaimNotFound)
        {
            With = problem => problem with
            {
                Coupon = now.Lost is { Reason: not LostClaimReason.NotYours } lost ? details.Of(lost) : null,
            },
        };
    }
}

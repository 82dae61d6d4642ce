using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Carts;
using EShop.Web.Coupons;

namespace EShop.Web.Orders;

/// <summary>What can be done on the checkout page before the order is placed.</summary>
internal sealed class CheckoutSteps(
    ChangeCartLine change, RemoveCartLine remove, RedeemCode redeem, CodeAnswers answers, CartNews news)
{
    private const int TakesMax = 100;

    /// <summary>Takes as many as are left of what is short; where there is none, the line goes. What has become
    /// scarcer since the page was drawn is taken as far as it goes.</summary>
    public async Task TakeWhatIsLeftAsync(long accountId, CheckoutForm form, CancellationToken ct)
    {
        var owner = CartOwner.Account(accountId);
        foreach (var (skuId, text) in form.Takes.Take(TakesMax))
        {
            var quantity = FormNumber.Quantity(text);
            if (quantity > 0) await change.ExecuteAsync(new ChangeCartLineRequest(owner, skuId, quantity), ct);
            else if (text == "0") await remove.ExecuteAsync(new RemoveCartLineRequest(owner, skuId), ct);
        }

        form.Takes.Clear();
        await news.SayAsync();
    }

    /// <summary>Gives the coupon of the code that was typed, and chooses it. Null: done; else what to say at the
    /// field.</summary>
    public async Task<string?> RedeemAsync(
        (long AccountId, NetworkAddress Network) who, CheckoutForm form, CancellationToken ct)
    {
        // The page's own key: a second press of the button finds the claim of the first.
        var key = Guid.TryParse(form.Key, out var sent) ? sent : Guid.NewGuid();
        var result = await redeem.ExecuteAsync(new RedeemCodeRequest(who.AccountId, form.Code, who.Network, key), ct);
        var (isTheirs, text) = answers.Of(result);
        if (!isTheirs) return text;
        form.Code = null;
        form.ClaimId = CheckoutForm.Write(result.ClaimId);
        return null;
    }
}

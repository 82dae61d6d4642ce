using System.Globalization;
using EShop.Core.Coupons;
using EShop.Web.Shell;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Coupons;

/// <summary>Says on the next page what became of a press.</summary>
internal sealed class ClaimAnswers(IStringLocalizer<CouponsWords> words, TimeFormat times, FlashNotice flash)
{
    public void Say(ClaimCouponResult result)
    {
        switch (result.Status)
        {
            case ClaimCouponStatus.Claimed: flash.Success(words["SaidClaimed"]); break;
            case ClaimCouponStatus.AlreadyYours: flash.Success(words["SaidAlreadyYours"]); break;
            case ClaimCouponStatus.NotOpenYet:
                var opens = times.Text(result.OpensAt!.Value, TimeStyle.DateAndTime, CultureInfo.CurrentUICulture);
                flash.Warn(words["SaidNotOpenYet", opens]);
                break;
            case ClaimCouponStatus.Paused: flash.Warn(words["SaidPaused"]); break;
            case ClaimCouponStatus.Over: flash.Warn(words["SaidOver"]); break;
            case ClaimCouponStatus.AllGone: flash.Warn(words["SaidAllGone"]); break;
            case ClaimCouponStatus.Busy: flash.Warn(words["SaidBusy"]); break;
            case ClaimCouponStatus.NotFound: flash.Error(words["SaidNotFound"]); break;
            case ClaimCouponStatus.KeyUsedOtherwise: // the buttons of a page share a key
            default: throw new InvalidOperationException($"Unknown status: {result.Status}.");
        }
    }
}

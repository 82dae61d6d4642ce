using System.Globalization;
using EShop.Core.Coupons;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Coupons;

/// <summary>Says in words what became of a code that was typed.</summary>
public sealed class CodeAnswers(IStringLocalizer<CouponsWords> words, TimeFormat times)
{
    /// <summary>What to say, and whether the shopper has the coupon now.</summary>
    public (bool IsTheirs, string Text) Of(RedeemCodeResult result) => result.Status switch
    {
        RedeemCodeStatus.Redeemed => (true, words["SaidRedeemed"]),
        RedeemCodeStatus.AlreadyYours => (true, words["SaidAlreadyYours"]),
        RedeemCodeStatus.Malformed => (false, words["CodeMalformed"]),
        RedeemCodeStatus.Unknown => (false, words["CodeUnknown"]),
        RedeemCodeStatus.TooManyTries => (false, words["CodeTooMany", Told(result, TimeStyle.Time)]),
        RedeemCodeStatus.NotOpenYet => (false, words["SaidNotOpenYet", Told(result, TimeStyle.DateAndTime)]),
        RedeemCodeStatus.Paused => (false, words["SaidPaused"]),
        RedeemCodeStatus.Over => (false, words["SaidOver"]),
        RedeemCodeStatus.AllGone => (false, words["SaidAllGone"]),
        RedeemCodeStatus.Busy => (false, words["CodeBusy"]),
        _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
    };

    private string Told(RedeemCodeResult result, TimeStyle style) =>
        times.Text(result.At!.Value, style, CultureInfo.CurrentUICulture);
}

using EShop.Core.Accounts.Passwords;
using EShop.Core.Objects;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Accounts;

/// <summary>Why a password or a picture was refused, said to its owner.</summary>
internal static class PasswordWords
{
    public static string Of(IStringLocalizer<AccountsWords> words, PasswordVerdict verdict) => verdict switch
    {
        PasswordVerdict.TooShort => words["PasswordTooShort", PasswordPolicy.LengthMin],
        PasswordVerdict.TooLong => words["PasswordTooLong", PasswordPolicy.LengthMax],
        PasswordVerdict.TooCommon => words["PasswordTooCommon"],
        PasswordVerdict.TooPersonal => words["PasswordTooPersonal"],
        PasswordVerdict.Accepted => throw new InvalidOperationException("Not a refusal."),
        _ => throw new InvalidOperationException("Unknown verdict."),
    };

    public static string Of(IStringLocalizer<AccountsWords> words, PictureStatus status) => status switch
    {
        PictureStatus.TooManyBytes => words["PictureTooManyBytes"],
        PictureStatus.UnknownType => words["PictureUnknownType"],
        PictureStatus.TooManyPixels => words["PictureTooManyPixels"],
        PictureStatus.Animated => words["PictureAnimated"],
        PictureStatus.Busy => words["TryAgainShortly"],
        PictureStatus.Broken => words["PictureBroken"],
        PictureStatus.Read => throw new InvalidOperationException("Not a refusal."),
        _ => throw new InvalidOperationException("Unknown picture status."),
    };
}

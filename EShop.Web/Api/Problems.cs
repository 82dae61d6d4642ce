using System.Reflection;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace EShop.Web.Api;

/// <summary>Every way in which the API says no.</summary>
internal static class Problems
{
    public static readonly ProblemKind Malformed = new(nameof(Malformed), Status400BadRequest);
    public static readonly ProblemKind KeyMissing = new(nameof(KeyMissing), Status400BadRequest);
    public static readonly ProblemKind KeyMalformed = new(nameof(KeyMalformed), Status400BadRequest);
    public static readonly ProblemKind NotSignedIn = new(nameof(NotSignedIn), Status401Unauthorized);
    public static readonly ProblemKind SessionEnded = new(nameof(SessionEnded), Status401Unauthorized);
    public static readonly ProblemKind WrongPassword = new(nameof(WrongPassword), Status401Unauthorized);
    public static readonly ProblemKind CodeNeeded = new(nameof(CodeNeeded), Status401Unauthorized);
    public static readonly ProblemKind WrongCode = new(nameof(WrongCode), Status401Unauthorized);
    public static readonly ProblemKind Forbidden = new(nameof(Forbidden), Status403Forbidden);
    public static readonly ProblemKind NotFound = new(nameof(NotFound), Status404NotFound);
    public static readonly ProblemKind TooLarge = new(nameof(TooLarge), Status413PayloadTooLarge);
    public static readonly ProblemKind NotJson = new(nameof(NotJson), Status415UnsupportedMediaType);
    public static readonly ProblemKind Invalid = new(nameof(Invalid), Status422UnprocessableEntity);
    public static readonly ProblemKind KeyUsedOtherwise = new(nameof(KeyUsedOtherwise), Status422UnprocessableEntity);
    public static readonly ProblemKind TooManyRequests = new(nameof(TooManyRequests), Status429TooManyRequests);
    public static readonly ProblemKind SignInLocked = new(nameof(SignInLocked), Status429TooManyRequests);
    public static readonly ProblemKind Failure = new(nameof(Failure), Status500InternalServerError);
    public static readonly ProblemKind Busy = new(nameof(Busy), Status503ServiceUnavailable);
    public static readonly ProblemKind OutcomeUnknown = new(nameof(OutcomeUnknown), Status503ServiceUnavailable);

    public static readonly ProblemKind CouponNotFound = new(nameof(CouponNotFound), Status404NotFound);
    public static readonly ProblemKind CouponPaused = new(nameof(CouponPaused), Status409Conflict);
    public static readonly ProblemKind CouponNotOpenYet = new(nameof(CouponNotOpenYet), Status409Conflict);
    public static readonly ProblemKind CouponOver = new(nameof(CouponOver), Status409Conflict);
    public static readonly ProblemKind CouponAlreadyYours = new(nameof(CouponAlreadyYours), Status409Conflict);
    public static readonly ProblemKind CouponAllGone = new(nameof(CouponAllGone), Status409Conflict);

    public static readonly ProblemKind CategoryNotFound = new(nameof(CategoryNotFound), Status404NotFound);
    public static readonly ProblemKind ProductNotFound = new(nameof(ProductNotFound), Status404NotFound);
    public static readonly ProblemKind VariantNotFound = new(nameof(VariantNotFound), Status404NotFound);
    public static readonly ProblemKind LineNotFound = new(nameof(LineNotFound), Status404NotFound);
    public static readonly ProblemKind OverPersonLimit = new(nameof(OverPersonLimit), Status409Conflict);
    public static readonly ProblemKind SoldOut = new(nameof(SoldOut), Status409Conflict);
    public static readonly ProblemKind CartFull = new(nameof(CartFull), Status409Conflict);

    public static readonly ProblemKind CartEmpty = new(nameof(CartEmpty), Status409Conflict);
    public static readonly ProblemKind AddressNotFound = new(nameof(AddressNotFound), Status404NotFound);
    public static readonly ProblemKind NotForSale = new(nameof(NotForSale), Status409Conflict);
    public static readonly ProblemKind TotalChanged = new(nameof(TotalChanged), Status409Conflict);
    public static readonly ProblemKind ClaimNotFound = new(nameof(ClaimNotFound), Status404NotFound);
    public static readonly ProblemKind ClaimDoesNotFit = new(nameof(ClaimDoesNotFit), Status409Conflict);
    public static readonly ProblemKind TooManyOpenOrders = new(nameof(TooManyOpenOrders), Status409Conflict);
    public static readonly ProblemKind OrderNotFound = new(nameof(OrderNotFound), Status404NotFound);
    public static readonly ProblemKind OrderNotOpen = new(nameof(OrderNotOpen), Status409Conflict);
    public static readonly ProblemKind OrderNotShipped = new(nameof(OrderNotShipped), Status409Conflict);
    public static readonly ProblemKind NothingToPay = new(nameof(NothingToPay), Status409Conflict);
    public static readonly ProblemKind NothingToRefund = new(nameof(NothingToRefund), Status409Conflict);
    public static readonly ProblemKind TooLateToRefund = new(nameof(TooLateToRefund), Status409Conflict);
    public static readonly ProblemKind RefundAskedOtherwise = new(nameof(RefundAskedOtherwise), Status409Conflict);
    public static readonly ProblemKind RefundNotOpen = new(nameof(RefundNotOpen), Status409Conflict);
    public static readonly ProblemKind ProviderAway = new(nameof(ProviderAway), Status503ServiceUnavailable);

    public static IReadOnlyList<ProblemKind> All { get; } =
        [.. typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)).OfType<ProblemKind>()];

    /// <summary>What a bare status stands for, where nothing more is known.</summary>
    public static ProblemKind Of(int status) => status switch
    {
        Status401Unauthorized => NotSignedIn,
        Status403Forbidden => Forbidden,
        Status404NotFound or Status405MethodNotAllowed => NotFound,
        Status413PayloadTooLarge => TooLarge,
        Status415UnsupportedMediaType => NotJson,
        Status422UnprocessableEntity => Invalid,
        Status429TooManyRequests => TooManyRequests,
        Status503ServiceUnavailable => Busy,
        >= Status500InternalServerError => Failure,
        _ => Malformed,
    };
}

using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Primitives;

namespace EShop.Web.Orders;

/// <summary>What the checkout page posts, as text: whatever cannot be read counts as not chosen. Prices are not among
/// it; the total seen is only compared.</summary>
public sealed class CheckoutForm
{
    public const string NewAddress = "new";
    public const string Apply = "apply", Take = "take", Place = "place", Redeem = "redeem";

    /// <summary>Which button was pressed.</summary>
    public string? Step { get; set; }

    /// <summary>The one-time key of this page: the same over all its posts.</summary>
    public string? Key { get; set; }

    public string? AddressId { get; set; }
    public string? ClaimId { get; set; }

    /// <summary>The code of a coupon, as it was typed.</summary>
    public string? Code { get; set; }

    public string? Note { get; set; }
    public string? SeenDue { get; set; }

    /// <summary>What the total was made of; see <see cref="SeenText"/>.</summary>
    public string? Seen { get; set; }

    /// <summary>Pressed instead of the coupon that can no longer be used.</summary>
    public string? OtherClaimId { get; set; }

    /// <summary>Of what is short: how many to take instead, by SKU; 0: none.</summary>
    public Dictionary<long, string> Takes { get; set; } = [];

    public string? Recipient { get; set; }
    public string? Phone { get; set; }
    public string? Region { get; set; }
    public string? Line { get; set; }
    public string? PostalCode { get; set; }

    internal static CheckoutForm Fresh() => new() { Key = RandomToken.New() };

    internal long? Address => Read(AddressId);
    internal long? Claim => Read(OtherClaimId) ?? Read(ClaimId);
    internal CouponPick Pick => new(Claim, IsFinal: true);
    internal Money Due => new(Read(SeenDue) ?? -1);
    internal AddressFields Fields => new(Recipient ?? "", Phone ?? "", Region ?? "", Line ?? "", PostalCode ?? "");

    internal void ForgetFields() => Recipient = Phone = Region = Line = PostalCode = null;

    internal static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long? Read(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

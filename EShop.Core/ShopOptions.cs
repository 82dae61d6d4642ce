using System.ComponentModel.DataAnnotations;

namespace EShop.Core;

/// <summary>What concerns the shop as a whole; section <c>Shop</c>.</summary>
public sealed class ShopOptions
{
    public const string Section = "Shop";

    /// <summary>Where the embedded parts keep everything: database, objects, mail, keys. Deleting it gives a fresh
    /// shop. Default: <c>data</c> beside the web project.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>The shop's one currency, an ISO 4217 code with two minor digits. Default CNY. It cannot be changed
    /// once there are orders: amounts are kept in its minor units.</summary>
    [Required, RegularExpression("^[A-Z]{3}$", ErrorMessage = "three capital letters, as in CNY")]
    public string Currency { get; set; } = "CNY";

    /// <summary>The address under which shoppers and payment providers reach the shop. Default: the address the
    /// server listens on, which is right on one machine only.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>Whom to tell of a security hole, as <c>mailto:security@example.com</c> or an https address; told in
    /// <c>/.well-known/security.txt</c>. Default: none, and no such file.</summary>
    [RegularExpression("^(mailto:|https://)\\S+$", ErrorMessage = "mailto:… or https://…")]
    public string? SecurityContact { get; set; }
}

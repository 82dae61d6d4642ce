using EShop.Core.Primitives;
using Microsoft.AspNetCore.Identity;

namespace EShop.Core.Accounts;

/// <summary>A person who can sign in. The e-mail is the user name; its canonical form (<c>NormalizedEmail</c>) is
/// unique, so the database decides that one address has one account (S4).</summary>
internal sealed class Account : IdentityUser<long>
{
    public const int DisplayNameMax = 40;

    /// <summary>The name of an account whose person is gone, in every language.</summary>
    public const string Nobody = "—";

    private Account() { }

    public Account(string email, string canonicalEmail, string displayName, string culture, DateTimeOffset createdAt)
    {
        Email = UserName = email;
        NormalizedEmail = NormalizedUserName = canonicalEmail;
        EmailConfirmed = true;
        LockoutEnabled = true;
        SecurityStamp = Guid.NewGuid().ToString("N");
        DisplayName = displayName;
        Culture = culture;
        CreatedAt = createdAt;
    }

    public string DisplayName { get; set; } = "";

    /// <summary>Object key of the avatar without size suffix; null: initials are drawn.</summary>
    public string? AvatarKey { get; set; }

    /// <summary>The language of mails to this person: <c>en</c> or <c>zh</c>.</summary>
    public string Culture { get; set; } = "en";

    /// <summary>The command line printed it: its owner replaces it before managing anything.</summary>
    public bool IsPasswordOneTime { get; set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Had an account with this address before and erased it: gets no second coupon for new customers.
    /// </summary>
    public bool IsReturning { get; set; }

    /// <summary>When the person went; the row stays for orders and claims, and nobody signs in with it.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>A new address ends every session that was begun under the old one.</summary>
    public void MoveTo(EmailAddress email)
    {
        Email = UserName = NormalizedEmail = NormalizedUserName = email.Value;
        SecurityStamp = RandomToken.New();
    }

    /// <summary>Takes everything out that tells who it was. What stands in place of the address can get no mail
    /// (RFC 2606), and is unique, for the index wants it so.</summary>
    public void Erase(DateTimeOffset now)
    {
        MoveTo(EmailAddress.Parse($"{RandomToken.New()}@erased.invalid"));
        DisplayName = Nobody;
        AvatarKey = PasswordHash = PhoneNumber = null;
        LockoutEnd = null;
        EmailConfirmed = PhoneNumberConfirmed = TwoFactorEnabled = false;
        ErasedAt = now;
    }
}

internal sealed class Role : IdentityRole<long>
{
    public const string Admin = "Admin";
}

using Microsoft.AspNetCore.Identity;

namespace EShop.Core.Accounts;

/// <summary>A person who can sign in. The e-mail is the user name; its canonical form (<c>NormalizedEmail</c>) is
/// unique, so the database decides that one address has one account (S4).</summary>
internal sealed class Account : IdentityUser<long>
{
    public const int DisplayNameMax = 40;

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
}

internal sealed class Role : IdentityRole<long>
{
    public const string Admin = "Admin";
}

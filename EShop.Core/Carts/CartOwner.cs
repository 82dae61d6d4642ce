using EShop.Core.Primitives;

namespace EShop.Core.Carts;

/// <summary>Whose cart: an account's, or that of a guest who is known by a random key in a cookie.</summary>
public sealed record CartOwner
{
    private CartOwner(long? accountId, string? guestKey) => (AccountId, GuestKey) = (accountId, guestKey);

    public long? AccountId { get; }

    public string? GuestKey { get; }

    public static CartOwner Account(long accountId) => new(accountId, null);

    /// <summary>The guest of this cookie; null where the cookie is missing or not one of ours.</summary>
    public static CartOwner? Guest(string? key) =>
        RandomToken.IsOne(key) ? new CartOwner(null, key) : null;

    /// <summary>A guest who has none yet: 128 random bits, which nobody can guess.</summary>
    public static CartOwner NewGuest() => new(null, RandomToken.New());
}

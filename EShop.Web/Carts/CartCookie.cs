using EShop.Core.Carts;
using EShop.Core.Storage;
using EShop.Web.Accounts;
using EShop.Web.Shell;

namespace EShop.Web.Carts;

/// <summary>Whose cart a request means: the account's, or that of the guest in the cookie.</summary>
public sealed class CartCookie(ShopCookies cookies, MergeGuestCart merge)
{
    private const string Name = "cart";
    private static readonly TimeSpan Age = TimeSpan.FromDays(60);

    /// <summary>Null for a guest who has put nothing into a cart yet.</summary>
    public CartOwner? Owner(HttpContext context) =>
        context.User.AccountIdOrNull() is { } account ? CartOwner.Account(account) : CartOwner.Guest(Read(context));

    /// <summary>As <see cref="Owner"/>; a new guest is given the cookie.</summary>
    public CartOwner OwnerOrNew(HttpContext context)
    {
        if (Owner(context) is { } known) return known;
        var guest = CartOwner.NewGuest();
        cookies.Set(context, Name, guest.GuestKey!, Age);
        return guest;
    }

    /// <summary>At sign-in: what the guest had joins the account's cart. A busy store must not keep anybody out: then
    /// the cookie stays, and the next sign-in tries again.</summary>
    public async Task JoinAsync(HttpContext context, long accountId)
    {
        if (Read(context) is not { } key) return;
        try
        {
            await merge.ExecuteAsync(new MergeGuestCartRequest(accountId, key), context.RequestAborted);
            cookies.Delete(context, Name);
        }
        catch (StoreBusyException)
        {
            // See above.
        }
    }

    private string? Read(HttpContext context) => context.Request.Cookies[cookies.NameOf(Name)];
}

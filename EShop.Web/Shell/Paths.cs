namespace EShop.Web.Shell;

/// <summary>The addresses that the shell and several features point to.</summary>
public static class Paths
{
    public const string Home = "/";
    public const string Search = "/search";
    public const string Cart = "/cart";
    public const string Coupons = "/coupons";
    public const string MyCoupons = "/account/coupons";
    public const string Orders = "/orders";
    public const string Account = "/account";
    public const string SignIn = "/sign-in";
    public const string SignUp = "/sign-up";
    public const string SignOut = "/sign-out";
    public const string Admin = "/admin";
}

namespace EShop.Web.Carts;

public sealed class CartWords;

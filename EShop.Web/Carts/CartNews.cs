namespace EShop.Web.Carts;

/// <summary>
/// The header counts the cart before a post is handled. A page that changes the cart and is then shown itself, without
/// a redirect, says so here, and the header counts anew.
/// </summary>
internal sealed class CartNews
{
    public Func<Task>? CountAnew { private get; set; }

    public Task SayAsync() => CountAnew?.Invoke() ?? Task.CompletedTask;
}

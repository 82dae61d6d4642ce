namespace EShop.Tests.Support;

/// <summary>Those who manage a shop that runs, made by its verb.</summary>
internal static class HttpStaff
{
    /// <summary>Makes an admin; answers with what they sign in.</summary>
    public static async Task<(string Email, string Password)> MakeAdminAsync(WebShop shop)
    {
        var email = $"admin-{Guid.NewGuid():N}@example.com";
        var made = await shop.RunVerbAsync("create-admin", email);
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        return (email, made.Output.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    /// <summary>A new admin, signed in.</summary>
    public static async Task<HttpVisitor> SignInAsync(WebShop shop)
    {
        var (email, password) = await MakeAdminAsync(shop);
        var visitor = new HttpVisitor(shop.Address);
        await visitor.SignInAsync(email, password);
        return visitor;
    }
}

namespace EShop.Tests.Support;

/// <summary>Those who manage a shop that runs: made by its verb, with a password of their own and an authenticator app,
/// as the shop asks of them. A browser goes on by <c>visitor.TakeOverAsync</c>.</summary>
internal static class HttpStaff
{
    public const string OwnPassword = "copper lantern over snow";

    /// <param name="Visitor">Signed in.</param>
    /// <param name="App">Gives the codes for further sign-ins.</param>
    public sealed record Member(string Email, HttpVisitor Visitor, AuthenticatorApp App) : IDisposable
    {
        public void Dispose() => Visitor.Dispose();
    }

    /// <summary>Makes an admin and nothing more; answers with what they sign in the first time.</summary>
    public static async Task<(string Email, string Password)> MakeAdminAsync(WebShop shop)
    {
        var email = $"admin-{Guid.NewGuid():N}@example.com";
        var made = await shop.RunVerbAsync("create-admin", email);
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        return (email, made.Output.Split('\n')[0].Split("once): ")[1].Trim());
    }

    /// <summary>A new admin, signed in and let in.</summary>
    public static async Task<HttpVisitor> SignInAsync(WebShop shop) => (await EnrolledAsync(shop)).Visitor;

    public static async Task<Member> EnrolledAsync(WebShop shop)
    {
        var (email, password) = await MakeAdminAsync(shop);
        var visitor = new HttpVisitor(shop.Address);
        await visitor.SignInAsync(email, password);
        Assert.Equal("/account/security", await ReplacePasswordAsync(visitor, password));
        var app = await EnrolAsync(visitor);
        Assert.Equal("/admin", (await visitor.GetAsync("/admin")).Path);
        return new Member(email, visitor, app);
    }

    /// <summary>Puts <see cref="OwnPassword"/> in place of the one-time password; answers where that leads.</summary>
    public static async Task<string> ReplacePasswordAsync(HttpVisitor visitor, string password)
    {
        var page = await visitor.GetAsync("/account/password");
        page = await visitor.SubmitAsync(page, "form:has(input[name='Form.Current'])", new()
        {
            ["Form.Current"] = password,
            ["Form.Password"] = OwnPassword,
        });
        return page.Path;
    }

    /// <summary>Sets an authenticator app up, as somebody who cannot scan: by the key as text.</summary>
    public static async Task<AuthenticatorApp> EnrolAsync(HttpVisitor visitor)
    {
        var page = await visitor.GetAsync("/account/security/authenticator");
        var app = new AuthenticatorApp(page.Document.QuerySelector(".setup-key")!.TextContent);
        page = await visitor.SubmitAsync(page, "form:has(input[name='Form.Setup'])", new()
        {
            ["Form.Code"] = app.CodeAt(TimeProvider.System.GetUtcNow()),
        });
        Assert.True(page.Document.QuerySelectorAll(".recovery-codes li").Length == 10, page.Text);
        return app;
    }
}

using System.Net;

namespace EShop.Tests.Support;

/// <summary>Somebody who signs up over plain HTTP, step by step.</summary>
internal sealed class HttpSignUp(WebShop shop) : IDisposable
{
    public const string Password = "violet tractor under moonlight";
    public const string AskForm = "form:has(input[name='Form.Website'])";
    public const string CodeForm = "form:has(input[name='Form.Code'])";

    public HttpVisitor Visitor { get; } = new(shop.Address);

    public static string NewEmail() => $"visitor-{Guid.NewGuid():N}@example.com";

    public Task<HttpPage> OpenAsync() => Visitor.GetAsync("/sign-up");

    public static string CaptchaIdOf(HttpPage page) =>
        page.Document.QuerySelector("input[name='Form.CaptchaId']")?.GetAttribute("value")
        ?? throw new InvalidOperationException($"No captcha at {page.Address}:\n{page.Text}");

    /// <summary>Reads the picture of the open page and sends the form.</summary>
    public async Task<HttpPage> AskAsync(HttpPage page, string email) => await Visitor.SubmitAsync(page, AskForm, new()
    {
        ["Form.Email"] = email,
        ["Form.CaptchaText"] = await shop.ReadCaptchaAsync(CaptchaIdOf(page)),
    });

    public async Task<HttpPage> AskAsync(string email) => await AskAsync(await OpenAsync(), email);

    /// <summary>Looks into the mailbox until the code is there.</summary>
    public async Task<string> CodeAsync(string email, WebShop? node = null)
    {
        using var reader = new HttpVisitor((node ?? shop).Address);
        var code = "";
        await Until.TrueAsync(async () =>
        {
            var box = await reader.GetAsync($"/dev/mail?to={Uri.EscapeDataString(email)}");
            code = box.Document.QuerySelector(".mail .code")?.TextContent.Trim() ?? "";
            return code.Length > 0;
        });
        return code;
    }

    public Task<HttpPage> CompleteAsync(HttpPage page, string code, string name = "Li Lei") =>
        Visitor.SubmitAsync(page, CodeForm, new()
        {
            ["Form.Code"] = code, ["Form.DisplayName"] = name, ["Form.Password"] = Password,
        });

    /// <summary>All of it; answers the page that welcomes.</summary>
    public async Task<HttpPage> SignUpAsync(string email)
    {
        var page = await AskAsync(email);
        var welcome = await CompleteAsync(page, await CodeAsync(email));
        Assert.True(welcome is { Status: HttpStatusCode.OK, Path: "/welcome" }, $"{welcome.Status} {welcome.Text}");
        return welcome;
    }

    public void Dispose() => Visitor.Dispose();
}

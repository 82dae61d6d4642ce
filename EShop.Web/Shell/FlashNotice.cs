using System.Security.Cryptography;
using System.Text.Json;
using EShop.Web.Widgets;
using Microsoft.AspNetCore.DataProtection;

namespace EShop.Web.Shell;

/// <summary>
/// One sentence that survives the redirect after a post: "Added to your cart." It travels in a sealed cookie that lives
/// a minute and is taken by the next page. Nothing may depend on its arrival.
/// </summary>
public sealed class FlashNotice(IHttpContextAccessor accessor, ShopCookies cookies, IDataProtectionProvider protection)
{
    private const string CookieName = "flash";
    private const int TextLengthMax = 500;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _seal = protection.CreateProtector("EShop.FlashNotice");

    public sealed record Message(Tone Tone, string Text);

    public void Success(string text) => Leave(new Message(Tone.Success, text));

    public void Warn(string text) => Leave(new Message(Tone.Warning, text));

    public void Error(string text) => Leave(new Message(Tone.Danger, text));

    internal Message? Take()
    {
        if (accessor.HttpContext is not { } context
            || context.Request.Cookies[cookies.NameOf(CookieName)] is not { Length: > 0 } sealedText)
            return null;

        if (!context.Response.HasStarted)
            cookies.Delete(context, CookieName);
        return Open(sealedText);
    }

    private void Leave(Message message)
    {
        if (accessor.HttpContext is not { } context || context.Response.HasStarted)
            throw new InvalidOperationException("A notice can be left only while a post is being answered.");

        var text = message.Text.Length > TextLengthMax ? message.Text[..TextLengthMax] : message.Text;
        cookies.Set(context, CookieName, _seal.Protect(JsonSerializer.Serialize(message with { Text = text })), Age);
    }

    private Message? Open(string sealedText)
    {
        try
        {
            return JsonSerializer.Deserialize<Message>(_seal.Unprotect(sealedText));
        }
        catch (CryptographicException)
        {
            // Sealed under a key that is gone, or not by us: then there is nothing to say.
            return null;
        }
    }
}

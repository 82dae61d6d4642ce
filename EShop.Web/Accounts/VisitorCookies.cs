using System.Security.Cryptography;
using EShop.Core.Primitives;
using EShop.Web.Shell;
using Microsoft.AspNetCore.DataProtection;

namespace EShop.Web.Accounts;

/// <summary>
/// What a browser carries through signing up and a forgotten password: a random id of its own (captchas and codes are
/// bound to it), the address that a code was sent to, and a token that says "signed in here before".
/// </summary>
public sealed class VisitorCookies(ShopCookies cookies, IDataProtectionProvider protection)
{
    private const string VisitorCookie = "visitor";
    private const string DeviceCookie = "device";

    private static readonly TimeSpan VisitorAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan PendingAge = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan DeviceAge = TimeSpan.FromDays(180);

    private readonly IDataProtector _seal = protection.CreateProtector("EShop.VisitorCookies");

    /// <summary>The browser's id; made and set when it has none.</summary>
    public string Visitor(HttpContext context)
    {
        var found = Read(context, VisitorCookie);
        if (RandomToken.IsOne(found))
            return found!;
        var fresh = RandomToken.New();
        Write(context, VisitorCookie, fresh, VisitorAge);
        return fresh;
    }

    /// <summary>The address that waits for its code. It is sealed: nobody can put another in its place.</summary>
    public EmailAddress? Pending(HttpContext context, PendingFor purpose) =>
        EmailAddress.TryParse(Read(context, NameOf(purpose)), out var email) ? email : null;

    public void SetPending(HttpContext context, PendingFor purpose, EmailAddress email) =>
        Write(context, NameOf(purpose), email.Value, PendingAge);

    public void ClearPending(HttpContext context, PendingFor purpose) => cookies.Delete(context, NameOf(purpose));

    /// <summary>The token of this browser for that account's address, if it has signed in to it before.</summary>
    public string? KnownDevice(HttpContext context, string typedEmail)
    {
        if (Read(context, DeviceCookie)?.Split('\n') is not [var known, var token])
            return null;
        return EmailAddress.TryParse(typedEmail, out var email) && email.Value == known ? token : null;
    }

    public void RememberDevice(HttpContext context, EmailAddress email)
    {
        if (KnownDevice(context, email.Value) is null)
            Write(context, DeviceCookie, $"{email.Value}\n{RandomToken.New()}", DeviceAge);
    }

    /// <summary>Nothing of who was here stays: the account is erased.</summary>
    public void ForgetAll(HttpContext context)
    {
        foreach (var name in new[] { VisitorCookie, DeviceCookie })
            cookies.Delete(context, name);
        foreach (var purpose in Enum.GetValues<PendingFor>())
            ClearPending(context, purpose);
    }

    private static string NameOf(PendingFor purpose) => purpose switch
    {
        PendingFor.SignUp => "signing-up",
        PendingFor.PasswordReset => "resetting",
        PendingFor.EmailChange => "changing-email",
        _ => throw new InvalidOperationException("Unknown purpose."),
    };

    private void Write(HttpContext context, string name, string value, TimeSpan age) =>
        cookies.Set(context, name, _seal.Protect($"{name}\n{value}"), age);

    private string? Read(HttpContext context, string name)
    {
        if (context.Request.Cookies[cookies.NameOf(name)] is not { Length: > 0 } sealedText)
            return null;
        try
        {
            var text = _seal.Unprotect(sealedText);
            return text.StartsWith(name + "\n", StringComparison.Ordinal) ? text[(name.Length + 1)..] : null;
        }
        catch (CryptographicException)
        {
            // Sealed under a key that is gone, or not by us: the visitor begins anew.
            return null;
        }
    }
}

public enum PendingFor
{
    SignUp = 1,
    PasswordReset = 2,
    EmailChange = 3,
}

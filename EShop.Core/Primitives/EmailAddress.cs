using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace EShop.Core.Primitives;

/// <summary>
/// A mail address in its one canonical form: trimmed, form C, domain in ASCII, all small letters. Two spellings of
/// one mailbox compare equal, and the unique index rests on it. A domain that mixes scripts to look like another is
/// shown in its ASCII (xn--) form, so it never passes for what it imitates.
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>RFC 5321: 64 before the @ and 254 in all.</summary>
    public const int LengthMax = 254;

    private const int LocalLengthMax = 64;
    private const int LabelLengthMax = 63;
    private const string LocalSpecials = "!#$%&'*+-/=?^_`{|}~.";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private readonly string? _value;

    private EmailAddress(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty e-mail address was used.");

    public string Domain => Value[(Value.IndexOf('@') + 1)..];

    /// <summary>For logs and pages that others may see: the first letter and the domain.</summary>
    public string Masked => $"{Value[0]}***@{Domain}";

    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = default;
        var canonical = Canonical(text);
        if (canonical is null)
            return false;
        address = new EmailAddress(canonical);
        return true;
    }

    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("This is not an e-mail address.");

    public override string ToString() => _value ?? "";

    private static string? Canonical(string? text)
    {
        if (text is null || text.Length > LengthMax * 2 || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return null;
        var trimmed = text.Trim();
        if (!trimmed.IsNormalized(NormalizationForm.FormC))
            trimmed = trimmed.Normalize(NormalizationForm.FormC);
        var at = trimmed.IndexOf('@');
        if (at < 1 || at != trimmed.LastIndexOf('@'))
            return null;
        var local = trimmed[..at].ToLowerInvariant();
        var domain = AsciiDomain(trimmed[(at + 1)..]);
        if (domain is null || !LocalIsRight(local))
            return null;
        var canonical = $"{local}@{domain}";
        return canonical.Length <= LengthMax && MailAddress.TryCreate(canonical, out _) ? canonical : null;
    }

    /// <summary>Plain ASCII "dot-atom" only: no quotes, comments or spaces, so nothing can break out of a
    /// header.</summary>
    private static bool LocalIsRight(string local) =>
        local.Length <= LocalLengthMax
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || LocalSpecials.Contains(c, StringComparison.Ordinal));

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain).ToLowerInvariant();
            var labels = ascii.Split('.');
            var top = labels[^1];
            return labels.Length >= 2 && labels.All(LabelIsRight) && top.Length >= 2 && !top.All(char.IsAsciiDigit)
                ? ascii
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool LabelIsRight(string label) =>
        label.Length is > 0 and <= LabelLengthMax && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

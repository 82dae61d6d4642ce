using System.Collections.Frozen;
using System.Text;
using EShop.Core.Primitives;

namespace EShop.Core.Accounts.Passwords;

public enum PasswordVerdict
{
    TooShort = 1,
    TooLong = 2,
    TooCommon = 3,

    /// <summary>It holds the shopper's name, mail name or the shop's name.</summary>
    TooPersonal = 4,
    Accepted = 5,
}

public sealed record PasswordCandidate(string Password, EmailAddress Email, string DisplayName);

/// <summary>
/// Length and commonness decide, no rules of composition (ASVS 6.2): they make passwords harder to remember, not
/// harder to guess. The list is offline; nothing of a password leaves the machine.
/// </summary>
public static class PasswordPolicy
{
    /// <summary>In code points.</summary>
    public const int LengthMin = 10;

    public const int LengthMax = 128;

    /// <summary>Shorter parts of a name occur in too many good passwords by chance.</summary>
    private const int PersonalLengthMin = 4;

    /// <summary>Up to this many signs around a common password make it no less common.</summary>
    private const int DecorationMax = 4;

    private static readonly string[] ShopWords = ["eshop"];

    private static readonly FrozenSet<string> Common = ReadCommon();

    public static PasswordVerdict Judge(PasswordCandidate candidate)
    {
        var password = candidate.Password;
        if (password.Length > LengthMax * 2)
            return PasswordVerdict.TooLong;
        var length = password.EnumerateRunes().Count();
        if (length < LengthMin)
            return PasswordVerdict.TooShort;
        if (length > LengthMax)
            return PasswordVerdict.TooLong;
        var lower = password.ToLowerInvariant();
        if (IsCommon(lower))
            return PasswordVerdict.TooCommon;
        return IsPersonal(lower, candidate) ? PasswordVerdict.TooPersonal : PasswordVerdict.Accepted;
    }

    private static bool IsCommon(string lower)
    {
        if (Common.Contains(lower) || lower.EnumerateRunes().Distinct().Count() <= 3)
            return true;
        var bare = lower.Trim("0123456789!?.,-_*#@$%&+ ".ToCharArray());
        return bare.Length >= PersonalLengthMin && lower.Length - bare.Length <= DecorationMax && Common.Contains(bare);
    }

    /// <summary>What is left beside the personal parts must be able to stand for itself.</summary>
    private static bool IsPersonal(string lower, PasswordCandidate candidate)
    {
        var (email, name) = (candidate.Email.Value, candidate.DisplayName.ToLowerInvariant());
        var mailName = email[..email.IndexOf('@')];
        var own = mailName.Split('.', '_', '-', '+')
            .Concat([email, mailName, candidate.Email.Domain, name, name.Replace(" ", "", StringComparison.Ordinal)])
            .Concat(name.Split(' '))
            .Concat(ShopWords)
            .Where(word => word.Length >= PersonalLengthMin)
            .OrderByDescending(word => word.Length);
        var rest = own.Aggregate(lower, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < lower.Length && rest.EnumerateRunes().Count() < LengthMin;
    }

    private static FrozenSet<string> ReadCommon()
    {
        var assembly = typeof(PasswordPolicy).Assembly;
        using var stream = assembly.GetManifestResourceStream("EShop.Core.Accounts.Passwords.common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is missing in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var words = new List<string>(20_000);
        while (reader.ReadLine() is { } line)
            words.Add(line);
        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}

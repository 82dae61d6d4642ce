using System.Globalization;

namespace EShop.Core.Accounts;

public enum AddressField
{
    Recipient = 1,
    Phone = 2,
    Region = 3,
    Line = 4,
    PostalCode = 5,
}

/// <summary>An address as typed. <see cref="Clean"/> gives it as it is stored.</summary>
public sealed record AddressFields(string Recipient, string Phone, string Region, string Line, string PostalCode)
{
    private const int PhoneDigitsMin = 5;

    public AddressFields Clean() => new(
        CleanLine(Recipient), CleanLine(Phone), CleanLine(Region), CleanLine(Line), CleanLine(PostalCode));

    /// <summary>Of a cleaned address: what is missing, too long or has signs it cannot have.</summary>
    public IReadOnlyList<AddressField> Problems()
    {
        var problems = new List<AddressField>();
        if (Recipient.Length is 0 or > Address.RecipientMax || !Recipient.Any(char.IsLetter))
            problems.Add(AddressField.Recipient);
        if (!IsPhone(Phone))
            problems.Add(AddressField.Phone);
        if (Region.Length is 0 or > Address.RegionMax)
            problems.Add(AddressField.Region);
        if (Line.Length is 0 or > Address.LineMax)
            problems.Add(AddressField.Line);
        if (PostalCode.Length > Address.PostalCodeMax
            || !PostalCode.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-'))
            problems.Add(AddressField.PostalCode);
        return problems;
    }

    /// <summary>International writing is left to the shopper; digits must be there, letters not.</summary>
    private static bool IsPhone(string phone) =>
        phone.Length <= Address.PhoneMax
        && phone.Count(char.IsAsciiDigit) >= PhoneDigitsMin
        && phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '(' or ')');

    /// <summary>One line: line breaks, control and invisible signs become spaces, runs of spaces one.</summary>
    private static string CleanLine(string typed)
    {
        var plain = typed.Length > 1000 ? typed[..1000] : typed;
        var visible = new string([.. plain.Select(c => IsVisible(c) ? c : ' ')]);
        return string.Join(' ', visible.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsVisible(char c) => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

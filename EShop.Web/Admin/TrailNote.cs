using System.Globalization;
using System.Text.RegularExpressions;
using EShop.Core.Primitives;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>
/// Says in the reader's language what use cases write into the trail. A row of the trail never changes: it keeps their
/// plain text, with amounts in minor units. What has no words here, or was cut, stays as it was written.
/// </summary>
internal sealed partial class TrailNote(IStringLocalizer<AdminWords> words, MoneyFormat money)
{
    /// <summary>What a use case writes, and its words; {amount} is money, other holes are told as they are.</summary>
    private static readonly (Regex Written, string Word)[] Forms =
    [
        Form("left {amount}", "NoteLeft"),
        Form("refunded {amount}", "NoteRefunded"),
        Form("sku {number} x {number} back in stock", "NoteBackInStock"),
        Form("sku {number} x {number}", "NoteBack"),
        Form("asked for", "NoteAskedFor"),
        Form("{amount} asked for again", "NoteAskedAgain"),
        Form("refused by the provider", "NoteRefused"),
        Form("AwaitingPayment", "OrderAwaitingPayment"),
        Form("Closed", "OrderClosed"),
        Form("Paid", "OrderPaid"),
        Form("Shipped: {text}", "NoteShipped"),
        Form("cancelled, {text}", "NoteCancelled"),
        Form("a note", "NoteANote"),
        Form("on time", "NoteOnTime"),
        Form("paused", "CouponPaused"),
        Form("Draft", "CouponDraft"),
        Form("Published", "CouponPublished"),
        Form("Paused", "CouponPaused"),
        Form("Ended", "CouponEnded"),
        Form("account {number}", "Subject_account"),
        Form("Admin", "NoteAdmin"),
        Form("authenticator {number}", "NoteAuthenticator"),
        Form("passkeys {number}", "NotePasskeys"),
        Form("none", "NoteNone"),
        Form("Codes", "Codes"),
        Form("Holders", "NoteHolders"),
        Form("created {number}", "NoteCreated"),
        Form("updated {number}", "NoteUpdated"),
        Form("unchanged {number}", "NoteUnchanged"),
        Form("rejected {number}", "NoteRejected"),
        Form("{number} (Received: {text})", "NoteReceived"),
        Form("{number} (WrittenOff: {text})", "NoteWrittenOff"),
        Form("{number} (Corrected: {text})", "NoteCorrected"),
    ];

    /// <summary>What staff wrote to a shopper is nobody's to translate, even where it reads like a note.</summary>
    private const string OwnWords = "refund.decline";

    /// <summary>These write a list, of parts without a comma in them.</summary>
    private static readonly string[] Lists = ["order.refund", "product.import", "factors.forget"];

    public (string Before, string After) Of(string action, string before, string after) =>
        (Told(action, before), action == OwnWords ? after : Told(action, after));

    private string Told(string action, string note) => Lists.Contains(action)
        ? string.Join("\n", note.Split(", ").Select(Part))
        : Part(note);

    private string Part(string note)
    {
        foreach (var (written, word) in Forms)
        {
            if (written.Match(note) is { Success: true } match)
                return words[word, [.. match.Groups.Values.Skip(1).Select(Hole)]];
        }

        return note;
    }

    private string Hole(Group hole) =>
        hole.Name[0] == 'a' && long.TryParse(hole.Value, CultureInfo.InvariantCulture, out var minor)
            ? money.Text(new Money(minor), CultureInfo.CurrentUICulture)
            : hole.Value;

    private static (Regex, string) Form(string text, string word)
    {
        var count = 0;
        var pattern = Holes().Replace(Regex.Escape(text), hole => hole.Groups["kind"].Value switch
        {
            "amount" => $"(?<a{count++}>\\d+)",
            "number" => $"(?<n{count++}>\\d+)",
            _ => $"(?<t{count++}>.*)",
        });
        return (new Regex($"\\A{pattern}\\z", RegexOptions.CultureInvariant | RegexOptions.Singleline), word);
    }

    // Of the two braces, Regex.Escape escapes the first.
    [GeneratedRegex(@"\\\{(?<kind>\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Holes();
}

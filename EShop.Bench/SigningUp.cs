using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EShop.Core.Primitives;

namespace EShop.Bench;

/// <summary>One person who signs up as a browser without scripts would, but for the calculation that stands in for the
/// picture.</summary>
internal sealed partial class SigningUp : IDisposable
{
    private const string Password = "violet tractor under moonlight";
    private readonly string _email = $"{RandomToken.New()}@bench.local";
    private readonly HttpClient _http;
    private readonly Mailbox _mailbox;

    public SigningUp(Uri shop, Mailbox mailbox)
    {
        _mailbox = mailbox;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = shop, Timeout = TimeSpan.FromMinutes(2),
        };
    }

    /// <summary>How long the mail was waited for.</summary>
    public TimeSpan MailTook { get; private set; }

    /// <summary>Whether it ended at the page that welcomes.</summary>
    public async Task<bool> SignUpAsync()
    {
        var ask = await _http.GetStringAsync(new Uri("/sign-up", UriKind.Relative));
        var fields = Hidden(ask);
        fields["Form.Email"] = _email;
        fields["Form.CaptchaWork"] = Work(fields["Form.CaptchaId"], int.Parse(
            Bits().Match(ask).Groups["bits"].Value, NumberStyles.None, CultureInfo.InvariantCulture));
        var (code, path) = await PostAsync("/sign-up", fields);
        if (path != "/sign-up/code") return false;
        var began = Stopwatch.GetTimestamp();
        var digits = await _mailbox.CodeAsync(_email);
        MailTook = Stopwatch.GetElapsedTime(began);
        fields = Hidden(code);
        fields["Form.Code"] = digits;
        fields["Form.DisplayName"] = "Bench";
        fields["Form.Password"] = Password;
        return (await PostAsync("/sign-up/code", fields)).Path == "/welcome";
    }

    public void Dispose() => _http.Dispose();

    private async Task<(string Page, string Path)> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (await answer.Content.ReadAsStringAsync(), answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    /// <summary>What the form with the token carries along.</summary>
    private static Dictionary<string, string> Hidden(string page)
    {
        var form = Forms().Matches(page).Select(match => match.Value)
            .Last(text => text.Contains("Form.Website", StringComparison.Ordinal)
                || text.Contains("Form.Code", StringComparison.Ordinal));
        return HiddenInputs().Matches(form).Select(match => match.Value).ToDictionary(
            input => Attribute(input, "name"), input => Attribute(input, "value"));
    }

    private static string Attribute(string element, string name) => WebUtility.HtmlDecode(
        Regex.Match(element, $"\\b{name}=\"(?<value>[^\"]*)\"").Groups["value"].Value);

    private static string Work(string id, int bits)
    {
        for (var number = 0L; ; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{id}:{text}"));
            var head = ((uint)hash[0] << 24) | ((uint)hash[1] << 16) | ((uint)hash[2] << 8) | hash[3];
            if (BitOperations.LeadingZeroCount(head) >= bits) return text;
        }
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input\\b[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenInputs();

    [GeneratedRegex("data-bits=\"(?<bits>\\d+)\"")]
    private static partial Regex Bits();
}

using System.Text.RegularExpressions;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Captchas;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

/// <summary>One browser in front of a shop: reads captchas where they lie and codes in the waiting mails.</summary>
internal sealed partial class Visitor(TestShop shop, string network = "203.0.113.1")
{
    public const string Password = "purple tram sings";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Id { get; } = RandomToken.New();

    public NetworkAddress Network { get; } = NetworkAddress.Of(System.Net.IPAddress.Parse(network));

    public async Task<CaptchaAnswer> SolveCaptchaAsync()
    {
        var issued = await shop.Get<Captchas>().IssueAsync(Id, Network, Ct);
        Assert.Equal(CaptchaIssueStatus.Issued, issued.Status);
        var redis = shop.Get<RedisConnection>();
        var database = await redis.GetDatabaseAsync(Ct);
        var text = await database.HashGetAsync(redis.Key("{captchas}:" + issued.Id), "text");
        return new CaptchaAnswer(issued.Id, text.ToString(), "");
    }

    public async Task<AskForCodeRequest> AskAsync(string email) =>
        new(email, await SolveCaptchaAsync(), Id, Network, "en");

    public async Task<AskForCodeResult> BeginSignUpAsync(string email) =>
        await shop.Get<BeginSignUp>().ExecuteAsync(await AskAsync(email), Ct);

    public async Task<AskForCodeResult> BeginResetAsync(string email) =>
        await shop.Get<BeginPasswordReset>().ExecuteAsync(await AskAsync(email), Ct);

    public CompleteSignUpRequest Completion(string email, string code) =>
        new(EmailAddress.Parse(email), Id, code, Password, "Li Lei", ReadOnlyMemory<byte>.Empty, "en");

    public Task<SignInResult> SignInAsync(string email, string password, string? knownDevice = null) =>
        shop.Get<SignIn>().ExecuteAsync(new SignInRequest(email, password, Network, knownDevice), Ct);

    public async Task<SignedInAccount> SignUpAsync(string email)
    {
        Assert.Equal(AskForCodeStatus.Sent, (await BeginSignUpAsync(email)).Status);
        var result = await shop.Get<CompleteSignUp>().ExecuteAsync(Completion(email, await CodeAsync(email)), Ct);
        Assert.Equal(CompleteSignUpStatus.Created, result.Status);
        return result.Account!;
    }

    /// <summary>The code in the newest waiting mail to that address.</summary>
    public async Task<string> CodeAsync(string email) =>
        SixDigits().Match((await NewestMailAsync(email)).TextBody).Value;

    public Task<QueuedMail> NewestMailAsync(string email) => shop.Get<ShopStore>().ReadAsync(
        db => db.Set<QueuedMail>().Where(m => m.Recipient == email).OrderByDescending(m => m.Id).FirstAsync(Ct), Ct);

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}

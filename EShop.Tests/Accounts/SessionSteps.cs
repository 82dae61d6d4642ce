using EShop.Core.Accounts;
using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

/// <summary>Signing in and out of browsers as a test says it.</summary>
internal static class SessionSteps
{
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
        + "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Answers the key that the browser's cookie would hold.</summary>
    public static Task<string> BeginSessionAsync(
        this TestShop shop, SignedInAccount account, string? replaces = null) =>
        shop.Get<BeginSession>().ExecuteAsync(
            new BeginSessionRequest(
                account, Phone, NetworkAddress.Of(System.Net.IPAddress.Parse("203.0.113.77")), replaces),
            Ct);

    public static async Task<CheckSessionStatus> CheckSessionAsync(
        this TestShop shop, string key, bool isInUse = false) =>
        (await shop.Get<CheckSession>().ExecuteAsync(new CheckSessionRequest(key, isInUse), Ct)).Status;

    public static Task<IReadOnlyList<SessionRow>> SessionsAsync(this TestShop shop, long accountId, string key) =>
        shop.Get<ListSessions>().ExecuteAsync(new ListSessionsRequest(accountId, key), Ct);

    /// <summary>A change of address whose code has just been mailed.</summary>
    public static async Task<ConfirmEmailChangeRequest> MoveAsync(this TestShop shop, long accountId, string email)
    {
        var (visitor, address) = (RandomToken.New(), EmailAddress.Parse(email));
        var subject = BeginEmailChange.SubjectOf(accountId, address, visitor);
        var issued = await shop.Get<MailCodes>().IssueAsync(subject, default, shop.Now, Ct);
        Assert.Equal(IssueStatus.Issued, issued.Status);
        return new ConfirmEmailChangeRequest(accountId, address, visitor, issued.Code);
    }

    public static async Task<ConfirmEmailChangeStatus> ConfirmAsync(
        this TestShop shop, ConfirmEmailChangeRequest request) =>
        (await shop.Get<ConfirmEmailChange>().ExecuteAsync(request, Ct)).Status;
}

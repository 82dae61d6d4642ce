using System.Net;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Accounts;

/// <summary>Codes over a Redis of either kind, at noon, from home.</summary>
public abstract class MailCodesTest(RedisServer server) : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly NetworkAddress Home = NetworkAddress.Of(null);
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private protected string Prefix { get; } = $"m{Guid.NewGuid():N}:";

    private protected SignUpGuardOptions Settings { get; } = new();

    private protected FakeTimeProvider Clock { get; } = new(Noon);

    private protected RedisConnection Redis { get; private set; } = null!;

    private protected MailCodes Codes { get; private set; } = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Redis = await ConnectAsync();
        Codes = On(Redis);
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<RedisConnection> ConnectAsync()
    {
        var connection = await TestRun.ConnectionToAsync(server);
        return new RedisConnection(Options.Create(new RedisOptions { Connection = connection, Prefix = Prefix }));
    }

    private protected MailCodes On(RedisConnection redis) => new(
        redis, new Ceilings(redis), new CodeKey(redis, Keys, Clock), new GuardCounts(redis),
        Options.Create(Settings));

    private protected static CodeSubject Subject(string email) =>
        new(CodePurpose.SignUp, EmailAddress.Parse(email), "visitor");

    private protected static string Other(string code) => code == "000000" ? "000001" : "000000";

    private protected async Task<string> IssueAsync(CodeSubject subject, DateTimeOffset now)
    {
        var issued = await Codes.IssueAsync(subject, Home, now, Ct);
        Assert.Equal(IssueStatus.Issued, issued.Status);
        return issued.Code;
    }
}

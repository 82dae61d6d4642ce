using System.Diagnostics;
using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

public sealed class SignUpRacesTests
{
    private const string Email = "li@xn--bcher-kva.example";
    private const int Crowd = 200;
    private const int Pairs = 60;

    private static readonly string[] Spellings =
    [
        "li@b\u00fccher.example", " LI@B\u00dcCHER.EXAMPLE ", Email, "Li@bu\u0308cher.Example",
        "lI@XN--BCHER-KVA.example",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S4_two_hundred_people_with_right_codes_for_one_address_get_one_account(Store store)
    {
        await using var shop = await OpenAsync(store);
        var requests = new List<CompleteSignUpRequest>();
        for (var n = 0; n < Crowd; n++)
        {
            var visitor = new Visitor(shop);
            var spelling = Spellings[n % Spellings.Length];
            Assert.Equal(AskForCodeStatus.Sent, (await visitor.BeginSignUpAsync(spelling)).Status);
            requests.Add(visitor.Completion(spelling, await visitor.CodeAsync(Email)));
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var answers = await Race.RunAsync(Crowd, n => shop.Get<CompleteSignUp>().ExecuteAsync(requests[n], Ct));

        Assert.Equal(1, answers.Count(answer => answer.Status == CompleteSignUpStatus.Created));
        Assert.Equal(Crowd - 1, answers.Count(answer => answer.Status == CompleteSignUpStatus.AddressTaken));
        Assert.Equal([Email], await shop.Get<ShopStore>().ReadAsync(
            db => db.Set<Account>().Select(account => account.NormalizedEmail).ToListAsync(Ct), Ct));
        await shop.AuditAsync();
    }

    /// <summary>Medians of many pairs, one after the other, so that a busy machine disturbs both alike.</summary>
    [Theory, EachStore]
    public async Task Abuse_1_asking_takes_as_long_for_a_known_address(Store store)
    {
        await using var shop = await OpenAsync(store);
        for (var n = 0; n < Pairs; n++)
        {
            var asked = new NewAccount(EmailAddress.Parse($"known{n}@example.com"), "Li Lei", "en", "hash", null);
            await shop.Get<ShopStore>().WriteAsync(db => AccountWrites.AddAsync(db, asked, shop.Now, Ct), Ct);
        }

        await TimeAsync(shop, "warm@example.com");
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var n = 0; n < Pairs; n++)
        {
            if (n % 2 == 0) known.Add(await TimeAsync(shop, $"known{n}@example.com"));
            unknown.Add(await TimeAsync(shop, $"nobody{n}@example.com"));
            if (n % 2 == 1) known.Add(await TimeAsync(shop, $"known{n}@example.com"));
        }

        var (a, b) = (Median(known), Median(unknown));
        TestContext.Current.SendDiagnosticMessage($"{store}: known {a:F2} ms, unknown {b:F2} ms");
        Assert.True(Math.Abs(a - b) < 1 + 0.3 * Math.Max(a, b), $"known {a:F2} ms, unknown {b:F2} ms");
    }

    [Theory]
    [InlineData("pass\0word with a NUL")]
    [InlineData("  spaces before and behind  ")]
    [InlineData("\ud83d\udd11\ud83d\udd11\ud83d\udd11 keys and \u05e9\u05dc\u05d5\u05dd")]
    public async Task Abuse_6_an_odd_password_opens_as_it_was_typed(string password)
    {
        foreach (var store in Enum.GetValues<Store>())
        {
            await using var shop = await OpenAsync(store);
            var visitor = new Visitor(shop);
            await visitor.BeginSignUpAsync(Email);
            var asked = visitor.Completion(Email, await visitor.CodeAsync(Email)) with { Password = password };
            var made = await shop.Get<CompleteSignUp>().ExecuteAsync(asked, Ct);
            Assert.Equal(CompleteSignUpStatus.Created, made.Status);
            Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(Email, password)).Status);
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, password.Trim() + " ")).Status);
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, password.Split('\0')[0] + "x")).Status);
        }
    }

    [Fact]
    public async Task Abuse_22_each_address_signs_up_for_itself_whatever_stands_behind_its_plus()
    {
        await using var shop = await OpenAsync(Store.Sqlite);
        var ids = new HashSet<long>();
        foreach (var email in new[] { "li@example.com", "li+1@example.com", "l.i@example.com", "li@mailinator.com" })
            ids.Add((await new Visitor(shop).SignUpAsync(email)).Id);
        Assert.Equal(4, ids.Count);
    }

    private static Task<TestShop> OpenAsync(Store store) => TestShop.CreateAsync(store, options =>
    {
        foreach (var ceiling in new[]
        {
            "CodesPerAddressHour", "CodesPerAddressDay", "CodesPerNetworkHour", "CaptchasPerNetworkMinute",
        })
            options.Settings[$"SignUpGuard:{ceiling}"] = "10000";
        options.Settings["SignUpGuard:CodePause"] = "00:00:01";
        options.Settings["PasswordHash:MemoryKib"] = "19456";
        options.Settings["PasswordHash:QueueMax"] = "1000";
    });

    private static async Task<double> TimeAsync(TestShop shop, string email)
    {
        var request = await new Visitor(shop).AskAsync(email);
        var began = Stopwatch.GetTimestamp();
        var answer = await shop.Get<BeginSignUp>().ExecuteAsync(request, Ct);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Assert.Equal(AskForCodeStatus.Sent, answer.Status);
        return took;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}

using EShop.Core.Accounts;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Objects;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

public sealed class SignUpTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_code_by_mail_makes_an_account_and_tells_of_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);

        var account = await visitor.SignUpAsync(Email);

        var told = await shop.Get<ShopStore>().ReadAsync(db => db.Set<OutboxMessage>().SingleAsync(Ct), Ct);
        Assert.Equal(nameof(AccountCreated), told.Kind);
        Assert.Contains($"\"AccountId\":{account.Id},", told.Body, StringComparison.Ordinal);
        Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(" LI@Example.com ", Visitor.Password)).Status);
        Assert.False(account.IsAdmin);
    }

    [Theory, EachStore]
    public async Task S4_two_hundred_sign_ups_of_one_address_give_one_account(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var asked = new NewAccount(EmailAddress.Parse(Email), "Li Lei", "en", "hash", null);

        var made = await Race.RunAsync(200, async _ =>
        {
            try
            {
                await shop.Get<ShopStore>().WriteAsync(db => AccountWrites.AddAsync(db, asked, shop.Now, Ct), Ct);
                return true;
            }
            catch (DbUpdateException failure) when (StoreErrors.IsDuplicate(failure))
            {
                return false;
            }
        });

        Assert.Equal(1, made.Count(one => one));
        await AssertCountsAsync(shop, accounts: 1, messages: 1);
    }

    [Theory, EachStore]
    public async Task Abuse_20_twenty_right_codes_at_once_give_one_account(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);
        await visitor.BeginSignUpAsync(Email);
        var request = visitor.Completion(Email, await visitor.CodeAsync(Email));

        var answers = await Race.RunAsync(20, _ => shop.Get<CompleteSignUp>().ExecuteAsync(request, Ct));

        Assert.Equal(1, answers.Count(answer => answer.Status == CompleteSignUpStatus.Created));
        Assert.Equal(19, answers.Count(answer => answer.Status == CompleteSignUpStatus.CodeNotLive));
        await AssertCountsAsync(shop, accounts: 1, messages: 1);
    }

    [Theory, EachStore]
    public async Task Abuse_1_a_known_address_gets_the_same_answer_and_another_mail(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await new Visitor(shop).SignUpAsync(Email);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        var stranger = new Visitor(shop, "198.51.100.7");

        var known = await stranger.BeginSignUpAsync(Email);
        var unknown = await stranger.BeginSignUpAsync("new@example.com");

        Assert.Equal((AskForCodeStatus.Sent, unknown.RetryAfter), (known.Status, known.RetryAfter));
        Assert.Equal("", await stranger.CodeAsync(Email));
        Assert.Contains("already", (await stranger.NewestMailAsync(Email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_captcha_comes_before_all_else_and_changes_nothing()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        var wrong = await visitor.AskAsync(Email) with { Captcha = new(RandomToken.New(), "ACDEF", "") };

        var answer = await shop.Get<BeginSignUp>().ExecuteAsync(wrong, Ct);

        Assert.Equal(AskForCodeStatus.CaptchaWrong, answer.Status);
        Assert.Equal(0, await MailsAsync(shop));
        Assert.Equal(AskForCodeStatus.Sent, (await visitor.BeginSignUpAsync(Email)).Status);
    }

    [Fact]
    public async Task Abuse_8_what_is_no_address_is_refused_first()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var answer = await new Visitor(shop).BeginSignUpAsync("a@x.com\r\nBcc: b@y.com");
        Assert.Equal((AskForCodeStatus.InvalidEmail, 0), (answer.Status, await MailsAsync(shop)));
    }

    [Fact]
    public async Task Abuse_16_a_second_code_within_a_minute_is_not_sent()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.BeginSignUpAsync(Email);

        var again = await visitor.BeginSignUpAsync(Email);

        Assert.Equal(AskForCodeStatus.TooManyForAddress, again.Status);
        Assert.Equal(TimeSpan.FromSeconds(60), again.RetryAfter);
        Assert.Equal(1, await MailsAsync(shop));
    }

    [Fact]
    public async Task A_mistake_in_a_field_costs_no_code()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.BeginSignUpAsync(Email);
        var right = visitor.Completion(Email, await visitor.CodeAsync(Email));

        var fields = await CompleteAsync(shop, right with { DisplayName = "admin", Password = "1234567890" });
        Assert.Equal(CompleteSignUpStatus.InvalidFields, fields.Status);
        Assert.Equal((false, PasswordVerdict.TooCommon), (fields.IsNameRight, fields.Password));

        var picture = await CompleteAsync(shop, right with { Avatar = "<svg/>"u8.ToArray() });
        Assert.Equal(CompleteSignUpStatus.InvalidFields, picture.Status);
        Assert.Equal(PictureStatus.UnknownType, picture.Picture);

        Assert.Equal(CompleteSignUpStatus.Created, (await CompleteAsync(shop, right)).Status);
    }

    [Fact]
    public async Task Abuse_19_codes_of_another_purpose_visitor_or_time_make_no_account()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.BeginResetAsync(Email);
        Assert.Equal("", await visitor.CodeAsync(Email));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await visitor.BeginSignUpAsync(Email);
        var right = visitor.Completion(Email, await visitor.CodeAsync(Email));

        var stranger = right with { Visitor = "x" };
        Assert.Equal(CompleteSignUpStatus.CodeNotLive, (await CompleteAsync(shop, stranger)).Status);
        Assert.Equal(CompleteSignUpStatus.CodeWrong, (await CompleteAsync(shop, right with { Code = "12345" })).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(CompleteSignUpStatus.CodeNotLive, (await CompleteAsync(shop, right)).Status);
        await AssertCountsAsync(shop, accounts: 0, messages: 0);
    }

    [Fact]
    public async Task Shown_and_mailed_by_one_node_it_is_completed_by_another()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.BeginSignUpAsync(Email);
        var request = visitor.Completion(Email, await visitor.CodeAsync(Email));

        var answer = await shop.SecondNode().Get<CompleteSignUp>().ExecuteAsync(request, Ct);

        Assert.Equal(CompleteSignUpStatus.Created, answer.Status);
    }

    private static Task<CompleteSignUpResult> CompleteAsync(TestShop shop, CompleteSignUpRequest request) =>
        shop.Get<CompleteSignUp>().ExecuteAsync(request, Ct);

    private static Task<int> MailsAsync(TestShop shop) =>
        shop.Get<ShopStore>().ReadAsync(db => db.Set<QueuedMail>().CountAsync(Ct), Ct);

    private static async Task AssertCountsAsync(TestShop shop, int accounts, int messages)
    {
        var store = shop.Get<ShopStore>();
        Assert.Equal(accounts, await store.ReadAsync(db => db.Set<Account>().CountAsync(Ct), Ct));
        Assert.Equal(messages, await store.ReadAsync(db => db.Set<OutboxMessage>().CountAsync(Ct), Ct));
    }
}

using EShop.Core.Accounts;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts.SecondFactor;

/// <summary>Signing in where the password is not enough.</summary>
public sealed class SecondStepTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_code_of_the_app_signs_in_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        var enrolling = enrolled.App.CodeAt(shop.Now);
        var step = await shop.PasswordAsync(Email);
        Assert.True(step is { HasAuthenticator: true, HasPasskey: false });
        Assert.Equal(CompleteSecondStepStatus.AlreadyUsed, (await shop.StepAsync(step, enrolling)).Status);

        shop.Clock.Advance(Totp.Period);
        var code = enrolled.App.CodeAt(shop.Now);
        Assert.Equal(CompleteSecondStepStatus.Wrong, (await shop.StepAsync(step, "12345")).Status);
        var signedIn = await shop.StepAsync(step, Wide($" {code[..3]} {code[3..]} "));
        Assert.Equal((CompleteSecondStepStatus.SignedIn, enrolled.Account), (signedIn.Status, signedIn.Account));
        Assert.Equal(CompleteSecondStepStatus.AlreadyUsed, (await shop.StepAsync(step, code)).Status);
    }

    [Theory, EachStore]
    public async Task Twenty_times_the_same_code_at_once_sign_in_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        shop.Clock.Advance(Totp.Period);
        var newest = Totp.StepOf(shop.Now);

        var won = await Race.RunAsync(20, _ => shop.Get<ShopStore>().WriteAsync(
            db => AuthenticatorLedger.UseStepAsync(db, enrolled.Account.Id, newest, Ct), Ct));
        Assert.Equal(1, won.Count(one => one));

        shop.Clock.Advance(Totp.Period);
        var (step, code) = (await shop.PasswordAsync(Email), enrolled.App.CodeAt(shop.Now));
        var answers = await Race.RunAsync(20, _ => shop.StepAsync(step, code));
        Assert.Equal(1, answers.Count(answer => answer.Status == CompleteSecondStepStatus.SignedIn));
        Assert.Equal(1, answers.Count(answer => answer.Account is not null));
    }

    [Theory, EachStore]
    public async Task Twenty_times_the_same_recovery_code_at_once_sign_in_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        var code = enrolled.RecoveryCodes[3];

        var won = await Race.RunAsync(20, _ => shop.Get<ShopStore>().WriteAsync(
            db => AuthenticatorLedger.UseRecoveryCodeAsync(db, enrolled.Account.Id, code, Ct), Ct));

        Assert.Equal(1, won.Count(one => one));
        Assert.Equal(9, await LeftAsync(shop, enrolled.Account.Id));
    }

    [Theory, EachStore]
    public async Task A_recovery_code_signs_in_once_and_its_owner_is_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        var step = await shop.PasswordAsync(Email);

        var typed = enrolled.RecoveryCodes[0].ToUpperInvariant().Replace('-', ' ');
        Assert.Equal(CompleteSecondStepStatus.SignedIn, (await shop.StepAsync(step, typed)).Status);

        Assert.Equal(CompleteSecondStepStatus.Wrong, (await shop.StepAsync(step, typed)).Status);
        Assert.Equal(9, await LeftAsync(shop, enrolled.Account.Id));
        var mail = await new Visitor(shop).NewestMailAsync(Email);
        Assert.Contains("recovery code", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await shop.ReadAsync(db => db.Set<RecoveryCode>().Select(c => c.Hash).ToListAsync(Ct)),
            hash => enrolled.RecoveryCodes.Any(code => hash.Contains(code, StringComparison.Ordinal)));
    }

    [Theory, EachStore]
    public async Task Abuse_5_five_wrong_codes_close_the_second_step_for_five_minutes(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        shop.Clock.Advance(Totp.Period);
        var step = await shop.PasswordAsync(Email);

        var answers = await Race.RunAsync(20, i => shop.StepAsync(step, $"wrong-{i}"));
        Assert.Equal(5, answers.Count(answer => answer.Status == CompleteSecondStepStatus.Wrong));
        Assert.Equal(15, answers.Count(answer => answer.Status == CompleteSecondStepStatus.TooMany));
        var right = await shop.StepAsync(step, enrolled.App.CodeAt(shop.Now));
        Assert.Equal((CompleteSecondStepStatus.TooMany, TimeSpan.FromMinutes(5)), (right.Status, right.RetryAfter));

        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        right = await shop.StepAsync(step, enrolled.App.CodeAt(shop.Now));
        Assert.Equal(CompleteSecondStepStatus.SignedIn, right.Status);
    }

    [Fact]
    public async Task Abuse_5_a_day_has_fifty_tries()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.EnrolAsync(Email);
        for (var i = 0; i < 49; i++)
        {
            // One try was the enrolment's.
            if (i % 5 == 0) shop.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(
                CompleteSecondStepStatus.Wrong, (await shop.StepAsync(await shop.PasswordAsync(Email), "no")).Status);
        }

        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        var last = await shop.StepAsync(await shop.PasswordAsync(Email), "no");
        Assert.Equal(CompleteSecondStepStatus.TooMany, last.Status);
        Assert.True(last.RetryAfter > TimeSpan.FromHours(20), $"{last.RetryAfter}");
    }

    [Fact]
    public async Task Without_Redis_the_accounts_own_row_counts_the_tries()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options =>
            {
                options.Settings["Redis:Connection"] = "127.0.0.1:1";
                options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
            });
        var hash = shop.Get<PasswordHashing>().Hash(Visitor.Password);
        await shop.WriteAsync(db => AccountWrites.AddAsync(
            db, new NewAccount(EmailAddress.Parse(Email), "Li Lei", "en", hash, null), shop.Now, Ct));
        var enrolled = await shop.TurnOnAsync(Email);
        var step = await shop.PasswordAsync(Email);
        shop.Clock.Advance(Totp.Period);
        for (var i = 0; i < 5; i++)
            Assert.Equal(CompleteSecondStepStatus.Wrong, (await shop.StepAsync(step, "no")).Status);

        var right = await shop.StepAsync(step, enrolled.App.CodeAt(shop.Now));
        Assert.Equal(CompleteSecondStepStatus.TooMany, right.Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        right = await shop.StepAsync(step, enrolled.App.CodeAt(shop.Now));
        Assert.Equal(CompleteSecondStepStatus.SignedIn, right.Status);
    }

    [Fact]
    public async Task A_ticket_is_good_for_ten_minutes_one_password_and_one_purpose()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var enrolled = await shop.EnrolAsync(Email);
        shop.Clock.Advance(Totp.Period);
        var step = await shop.PasswordAsync(Email);
        var code = enrolled.RecoveryCodes[0];
        var proof = await shop.AskAgainAsync(enrolled.Account.Id);
        foreach (var ticket in new[] { "", "nonsense", proof, step.Ticket[..^4] })
            Assert.Equal(
                CompleteSecondStepStatus.Expired, (await shop.StepAsync(step with { Ticket = ticket }, code)).Status);

        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(CompleteSecondStepStatus.Expired, (await shop.StepAsync(step, code)).Status);

        step = await shop.PasswordAsync(Email);
        var change = new ChangePasswordRequest(
            enrolled.Account.Id, Visitor.Password, "green tram sings", new Visitor(shop).Network);
        Assert.NotNull((await shop.Get<ChangePassword>().ExecuteAsync(change, Ct)).Account);
        Assert.Equal(CompleteSecondStepStatus.Expired, (await shop.StepAsync(step, code)).Status);
        Assert.Equal(10, await LeftAsync(shop, enrolled.Account.Id));
    }

    [Theory, EachStore]
    public async Task A_password_set_by_mail_does_not_skip_the_second_step(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        var visitor = new Visitor(shop);
        await visitor.BeginResetAsync(Email);
        var request = new ResetPasswordRequest(
            EmailAddress.Parse(Email), visitor.Id, await visitor.CodeAsync(Email), "green tram sings");

        var reset = await shop.Get<ResetPassword>().ExecuteAsync(request, Ct);

        Assert.Equal((ResetPasswordStatus.SecondStep, null), (reset.Status, reset.Account));
        var signedIn = await shop.StepAsync(reset.Step!, enrolled.App.CodeAt(shop.Now));
        Assert.Equal(CompleteSecondStepStatus.SignedIn, signedIn.Status);
    }

    // As a Chinese or Japanese keyboard writes digits.
    private static string Wide(string digits) =>
        string.Concat(digits.Select(sign => char.IsAsciiDigit(sign) ? (char)(sign - '0' + '０') : sign));

    private static async Task<int> LeftAsync(TestShop shop, long accountId) =>
        (await shop.Get<ShowFactors>().ExecuteAsync(accountId, Ct)).RecoveryCodesLeft;
}

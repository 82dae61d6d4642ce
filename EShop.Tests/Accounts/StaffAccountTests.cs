using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Tests.Accounts.SecondFactor;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

public sealed class StaffAccountTests
{
    private const string Email = "owner@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_67_an_admin_is_made_by_command_with_a_password_shown_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var create = shop.Get<CreateAdmin>();

        var made = await create.ExecuteAsync(new CreateAdminRequest(Email, OnlyFirst: true), Ct);
        Assert.Equal(CreateAdminStatus.Created, made.Status);
        var signedIn = await new Visitor(shop).SignInAsync(Email, made.Password);
        Assert.True(signedIn.Account is { IsAdmin: false, MustEnrol: true });
        Assert.False(await shop.Get<StaffGate>().IsAdminAsync(signedIn.Account.Id, Ct));

        var again = await create.ExecuteAsync(new CreateAdminRequest("other@example.com", OnlyFirst: true), Ct);
        Assert.Equal(new CreateAdminResult(CreateAdminStatus.AlreadyAdmin, ""), again);
        Assert.Equal(CreateAdminStatus.InvalidEmail, (await create.ExecuteAsync(new("owner", false), Ct)).Status);
    }

    [Theory, EachStore]
    public async Task A_shopper_who_becomes_an_admin_keeps_the_password_and_signs_in_anew(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);
        var before = await visitor.SignUpAsync(Email);
        Assert.False(await shop.Get<StaffGate>().IsAdminAsync(before.Id, Ct));
        var session = await shop.BeginSessionAsync(before);

        var made = await shop.Get<CreateAdmin>().ExecuteAsync(new CreateAdminRequest(Email, OnlyFirst: false), Ct);

        Assert.Equal(new CreateAdminResult(CreateAdminStatus.Promoted, ""), made);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(session));
        Assert.True((await visitor.SignInAsync(Email, Visitor.Password)).Account!.MustEnrol);
        var enrolled = await shop.TurnOnAsync(Email);
        Assert.True(enrolled.Account is { IsAdmin: true, MustEnrol: false });
        Assert.True(await shop.Get<StaffGate>().IsAdminAsync(before.Id, Ct));
    }

    [Theory, EachStore]
    public async Task Abuse_67_the_one_time_password_manages_nothing_until_it_is_replaced(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var made = await shop.Get<CreateAdmin>().ExecuteAsync(new CreateAdminRequest(Email, OnlyFirst: true), Ct);
        var enrolled = await shop.TurnOnAsync(Email, made.Password);
        Assert.True(enrolled.Account is { IsAdmin: false, MustEnrol: true });

        var changed = await shop.Get<ChangePassword>().ExecuteAsync(
            new ChangePasswordRequest(
                enrolled.Account.Id, made.Password, Visitor.Password,
                NetworkAddress.Of(System.Net.IPAddress.Loopback)),
            Ct);

        Assert.True(changed.Account is { IsAdmin: true, MustEnrol: false });
        Assert.True(await shop.Get<StaffGate>().IsAdminAsync(enrolled.Account.Id, Ct));
    }

    [Theory, EachStore]
    public async Task Demo_customers_come_by_the_thousand_and_share_a_password(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var create = shop.Get<CreateDemoCustomers>();
        var first = await create.ExecuteAsync(new CreateDemoCustomersRequest(600), Ct);
        var second = await create.ExecuteAsync(new CreateDemoCustomersRequest(1000), Ct);

        Assert.Equal((600, 400), (first.Created, second.Created));
        var visitor = new Visitor(shop);
        foreach (var number in new[] { 1, 1000 })
            Assert.Equal(
                SignInStatus.SignedIn,
                (await visitor.SignInAsync(CreateDemoCustomers.EmailOf(number), second.Password)).Status);
        Assert.Equal(
            CreateDemoCustomersStatus.CountOutOfRange, (await create.ExecuteAsync(new(0), Ct)).Status);
    }
}

using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Objects;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Privacy;
using EShop.Core.Storage;
using EShop.Tests.Accounts;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Visitor = EShop.Tests.Accounts.Visitor;

namespace EShop.Tests.Privacy;

public sealed class EraseAccountTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_person_goes_and_the_books_stay(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await NewCustomerCouponAsync(shop);
        var (owner, account) = await SignUpAsync(shop);
        var session = await shop.BeginSessionAsync(account);
        var order = await CompletedOrderAsync(shop, account.Id);
        await shop.DeliverAsync();

        Assert.Equal(EraseAccountStatus.Erased, (await EraseAsync(shop, account.Id)).Status);
        await shop.DeliverAsync();

        Assert.Equal([], await TracesAsync(shop, account.Id));
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(session));
        Assert.Equal(SignInStatus.Wrong, (await owner.SignInAsync(Email, Visitor.Password)).Status);
        var kept = await shop.ReadAsync(
            db => db.Set<Order>().Include(o => o.Lines).SingleAsync(o => o.Number == order.Text, Ct));
        Assert.Equal((account.Id, OrderState.Completed, 1), (kept.AccountId, kept.State, kept.Lines.Count));
        var claims = await shop.ReadAsync(
            db => db.Set<CouponClaim>().CountAsync(c => c.AccountId == account.Id, Ct));
        Assert.Equal(1, claims);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Twenty_presses_erase_once_and_say_one_farewell_that_is_forgotten(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, account) = await SignUpAsync(shop);

        var answers = await Race.RunAsync(20, _ => EraseAsync(shop, account.Id));

        Assert.Single(answers, a => a.Status == EraseAccountStatus.Erased);
        var mails = await MailsAsync(shop);
        Assert.Equal("Your EShop account is erased", Assert.Single(mails));
        Assert.Equal(PasswordAskStatus.NoAccount, (await EraseAsync(shop, account.Id)).Password);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.DeliverAsync();
        Assert.Equal([], await MailsAsync(shop));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task It_is_refused_while_an_order_is_unpaid_or_on_its_way_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (owner, account) = await SignUpAsync(shop);
        var sku = await shop.SkuAsync(stock: 5);
        var addressId = await AddAddressAsync(shop, account.Id);
        await shop.CartAsync(account.Id, (sku, 1));
        var placed = await shop.PlaceAsync((account.Id, addressId), RandomToken.New());
        Assert.Equal(CheckOutStatus.Placed, placed.Status);

        Assert.Equal(EraseAccountStatus.OrderUnderWay, (await EraseAsync(shop, account.Id)).Status);
        await shop.PayAsync(placed.Number, "t1");
        await shop.DeliverAsync();
        Assert.Equal(EraseAccountStatus.OrderUnderWay, (await EraseAsync(shop, account.Id)).Status);

        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Email, Visitor.Password)).Status);
        Assert.Equal(1, await shop.ReadAsync(db => db.Set<Address>().CountAsync(a => a.AccountId == account.Id, Ct)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_wrong_password_and_staff_are_refused(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (owner, account) = await SignUpAsync(shop);
        var wrong = await shop.Get<EraseAccount>().ExecuteAsync(new(account.Id, "wrong", owner.Network), Ct);
        Assert.Equal((EraseAccountStatus.PasswordRefused, PasswordAskStatus.Wrong), (wrong.Status, wrong.Password));
        await shop.Get<CreateAdmin>().ExecuteAsync(new(Email, OnlyFirst: false), Ct);
        Assert.Equal(EraseAccountStatus.IsStaff, (await EraseAsync(shop, account.Id)).Status);
        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Email, Visitor.Password)).Status);
    }

    [Theory, EachStore]
    public async Task The_address_may_sign_up_again_and_gets_no_second_coupon(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await NewCustomerCouponAsync(shop);
        var (owner, first) = await SignUpAsync(shop);
        await shop.DeliverAsync();
        await EraseAsync(shop, first.Id);
        shop.Clock.Advance(TimeSpan.FromHours(1));

        var second = await owner.SignUpAsync(Email);
        await new Visitor(shop, "198.51.100.7").SignUpAsync("new@example.com");
        await shop.DeliverAsync();
        shop.Clock.Advance(TimeSpan.FromHours(1));

        Assert.NotEqual(first.Id, second.Id);
        var holders = await shop.ReadAsync(
            db => db.Set<CouponClaim>().OrderBy(c => c.AccountId).Select(c => c.AccountId).ToListAsync(Ct));
        Assert.Equal(2, holders.Count);
        Assert.DoesNotContain(second.Id, holders);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_picture_goes_when_the_object_store_is_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, account) = await SignUpAsync(shop);
        var key = Avatars.Prefix + ObjectKey.NewName();
        var objects = shop.Get<IObjectStore>();
        foreach (var side in new[] { Pictures.LargeSide, Pictures.SmallSide })
            await objects.PutAsync(Avatars.KeyOf(key, side), new byte[] { 1 }, Ct);
        await shop.WriteAsync(db => db.Set<Account>().ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AvatarKey, key), Ct));

        await EraseAsync(shop, account.Id);
        Assert.True(await objects.ExistsAsync(Avatars.KeyOf(key, Pictures.LargeSide), Ct));
        // As after a kill between the commit and the message: another node delivers it, and twice is once.
        await shop.SecondNode().Get<DispatchMessages>().ExecuteAsync(Ct);
        await shop.WriteAsync(db => db.Set<OutboxMessage>().Where(m => m.Kind == nameof(AccountErased))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Waiting)
                .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), Ct));
        await shop.DeliverAsync();

        Assert.False(await objects.ExistsAsync(Avatars.KeyOf(key, Pictures.LargeSide), Ct));
        Assert.False(await objects.ExistsAsync(Avatars.KeyOf(key, Pictures.SmallSide), Ct));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_a_request_under_way_wrote_late_goes_with_the_next_look(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, account) = await SignUpAsync(shop);
        await EraseAsync(shop, account.Id);
        await shop.WriteAsync(db => db.Set<Account>().ExecuteUpdateAsync(
            set => set.SetProperty(a => a.DisplayName, "Li Lei"), Ct));
        var order = await CompletedOrderAsync(shop, account.Id);

        Assert.Equal(1, await shop.Get<FinishErasures>().ExecuteAsync(Ct));

        Assert.Equal([], await TracesAsync(shop, account.Id));
        Assert.Equal("", await shop.ReadAsync(db => db.Set<Order>().Where(o => o.Number == order.Text)
            .Select(o => o.Recipient + o.Phone + o.AddressLine).SingleAsync(Ct)));
        Assert.Equal(0, await shop.Get<FinishErasures>().ExecuteAsync(Ct));
        await shop.AuditAsync();
    }

    [Fact]
    public async Task Every_table_that_hangs_on_an_account_goes_with_it_or_is_known_to_stay()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var staying = await shop.ReadAsync(db => Task.FromResult((
            from entity in db.Model.GetEntityTypes()
            from key in entity.GetForeignKeys()
            where key.PrincipalEntityType.ClrType == typeof(Account)
            where !ErasureLedger.OwnTables(db.Model).Contains(key)
            select entity.GetTableName()!).Order(StringComparer.Ordinal).ToList()));
        Assert.Equal(["coupon_claims", "orders"], staying);
    }

    private static async Task<(Visitor Owner, SignedInAccount Account)> SignUpAsync(TestShop shop)
    {
        var owner = new Visitor(shop);
        return (owner, await owner.SignUpAsync(Email));
    }

    private static Task<EraseAccountResult> EraseAsync(TestShop shop, long accountId) =>
        shop.Get<EraseAccount>().ExecuteAsync(
            new EraseAccountRequest(
                accountId, Visitor.Password, NetworkAddress.Of(System.Net.IPAddress.Loopback)), Ct);

    private static Task NewCustomerCouponAsync(TestShop shop) => shop.WriteAsync(async db =>
    {
        var coupon = Seed.NewCoupon(shop.Now, total: 100, limitPerPerson: 1);
        db.Add(coupon);
        await db.SaveChangesAsync(Ct);
        db.Add(new NewCustomerTerm { CouponId = coupon.Id, StartedAt = shop.Now.AddHours(-1) });
        return true;
    });

    private static Task<long> AddAddressAsync(TestShop shop, long accountId) => shop.WriteAsync(async db =>
    {
        var address = new Address
        {
            AccountId = accountId, Recipient = "Li Lei", Phone = "13800000000", Region = "Zhejiang Hangzhou",
            Line = "1 West Lake Road", IsDefault = true,
        };
        db.Add(address);
        await db.SaveChangesAsync(Ct);
        return address.Id;
    });

    private static async Task<OrderNumber> CompletedOrderAsync(TestShop shop, long accountId)
    {
        var sku = await shop.SkuAsync(stock: 5);
        var addressId = await AddAddressAsync(shop, accountId);
        await shop.CartAsync(accountId, (sku, 1));
        var placed = await shop.PlaceAsync((accountId, addressId), RandomToken.New());
        Assert.Equal(CheckOutStatus.Placed, placed.Status);
        var number = placed.Number;
        await shop.PayAsync(number, RandomToken.New());
        await shop.DeliverAsync();
        var admin = await shop.AdminAsync();
        Assert.Equal(ShipOrderStatus.Shipped, await shop.Get<ShipOrder>().ExecuteAsync(
            new ShipOrderRequest(admin, number, "SF123"), Ct));
        Assert.Equal(ConfirmReceiptStatus.Completed, await shop.Get<ConfirmReceipt>().ExecuteAsync(
            new ConfirmReceiptRequest(accountId, number), Ct));
        await shop.DeliverAsync();
        return number;
    }

    private static Task<List<string>> MailsAsync(TestShop shop) => shop.ReadAsync(
        db => db.Set<QueuedMail>().Where(m => m.Recipient == Email).Select(m => m.Subject).ToListAsync(Ct));

    /// <summary>Every text of the database that still tells who it was, apart from the farewell.</summary>
    private static Task<List<string>> TracesAsync(TestShop shop, long accountId) => shop.ReadAsync(async db =>
    {
        var traces = new List<string>();
        if (await db.Set<Account>().AnyAsync(a => a.NormalizedEmail == Email || a.Email == Email
            || a.UserName == Email || a.DisplayName == "Li Lei" || (a.Id == accountId && a.PasswordHash != null), Ct))
            traces.Add("account");
        if (await db.Set<Order>().AnyAsync(o => o.AccountId == accountId
            && (o.Recipient != "" || o.Phone != "" || o.AddressLine != "" || o.Tracking != null), Ct))
            traces.Add("order");
        if (await db.Set<Address>().AnyAsync(a => a.AccountId == accountId, Ct)) traces.Add("address");
        if (await db.Set<AccountSession>().AnyAsync(s => s.AccountId == accountId, Ct)) traces.Add("session");
        if (await db.Set<QueuedMail>().CountAsync(m => m.Recipient == Email, Ct) > 1) traces.Add("mail");
        if (await db.Set<OutboxMessage>().AnyAsync(m => m.Body.Contains(Email), Ct)) traces.Add("message");
        return traces;
    });
}

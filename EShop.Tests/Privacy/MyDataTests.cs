using System.Text;
using System.Text.Json;
using EShop.Core.Accounts;
using EShop.Core.Orders;
using EShop.Core.Privacy;
using EShop.Core.Primitives;
using EShop.Tests.Accounts;
using EShop.Tests.Support;
using Visitor = EShop.Tests.Accounts.Visitor;

namespace EShop.Tests.Privacy;

public sealed class MyDataTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_file_holds_what_is_kept_of_the_one_who_asks_and_of_nobody_else(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync("li@example.com");
        var key = await shop.BeginSessionAsync(account);
        var address = new AddressFields("李雷", "13800000000", "浙江省 杭州市", "湖滨路 1 号", "310000");
        await shop.Get<SaveAddress>().ExecuteAsync(new(account.Id, null, address, true), Ct);
        var (otherId, result) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        Assert.Equal(CheckOutStatus.Placed, result.Status);

        var prepared = await PrepareAsync(shop, owner, account.Id, key);
        var file = await ExportAsync(shop, account.Id, key, prepared.Ticket);

        Assert.Equal(ExportMyDataStatus.Exported, file.Status);
        Assert.Equal((1, 1, 0, 1), (
            prepared.Index!.Addresses, prepared.Index.Sessions, prepared.Index.Orders, prepared.Index.Mails));
        var text = Encoding.UTF8.GetString(file.Json.Span);
        Assert.Contains("李雷", text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.*", text, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Number.Text, text, StringComparison.Ordinal);
        Assert.DoesNotContain("argon2", text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(file.Json);
        Assert.Equal("li@example.com", json.RootElement.GetProperty("profile").GetProperty("email").GetString());
        Assert.Equal(
            "Your code for EShop", json.RootElement.GetProperty("mails")[0].GetProperty("subject").GetString());

        var otherKey = await shop.BeginSessionAsync(new SignedInAccount(otherId, "", "", false, false, "en", null));
        var stolen = await ExportAsync(shop, otherId, otherKey, prepared.Ticket);
        Assert.Equal(ExportMyDataStatus.TicketRefused, stolen.Status);
    }

    [Theory, EachStore]
    public async Task Orders_come_with_lines_steps_and_payments(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync("li@example.com");
        var address = new AddressFields("李雷", "13800000000", "浙江省 杭州市", "湖滨路 1 号", "310000");
        await shop.Get<SaveAddress>().ExecuteAsync(new(account.Id, null, address, true), Ct);
        var addressId = (await shop.Get<ListAddresses>().ExecuteAsync(account.Id, Ct))[0].Id;
        await shop.CartAsync(account.Id, (await shop.SkuAsync(stock: 5), 2));
        var placed = await shop.PlaceAsync((account.Id, addressId), RandomToken.New());
        await shop.PayAsync(placed.Number, "trade-1");
        var prepared = await PrepareAsync(shop, owner, account.Id, "key");

        var file = await ExportAsync(shop, account.Id, "key", prepared.Ticket);

        using var json = JsonDocument.Parse(file.Json);
        var order = json.RootElement.GetProperty("orders")[0];
        Assert.Equal(placed.Number.Text, order.GetProperty("number").GetString());
        Assert.Equal(2, order.GetProperty("lines")[0].GetProperty("quantity").GetInt32());
        Assert.Equal("Paid", order.GetProperty("steps")[1].GetProperty("to").GetString());
        Assert.Equal("trade-1", order.GetProperty("payments")[0].GetProperty("providerId").GetString());
    }

    [Fact]
    public async Task Without_the_password_or_with_an_old_ticket_there_is_no_file()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync("li@example.com");
        var wrong = await shop.Get<PrepareMyData>().ExecuteAsync(new(account.Id, "key", "wrong", owner.Network), Ct);
        Assert.Equal((PasswordAskStatus.Wrong, "", null), (wrong.Status, wrong.Ticket, wrong.Index));
        Assert.Equal(ExportMyDataStatus.TicketRefused, (await ExportAsync(shop, account.Id, "key", "x")).Status);

        var ticket = (await PrepareAsync(shop, owner, account.Id, "key")).Ticket;
        Assert.Equal(ExportMyDataStatus.TicketRefused, (await ExportAsync(shop, account.Id, "other", ticket)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(ExportMyDataStatus.TicketRefused, (await ExportAsync(shop, account.Id, "key", ticket)).Status);
    }

    private static async Task<PrepareMyDataResult> PrepareAsync(
        TestShop shop, Visitor owner, long accountId, string key)
    {
        var prepared = await shop.Get<PrepareMyData>().ExecuteAsync(
            new PrepareMyDataRequest(accountId, key, Visitor.Password, owner.Network), Ct);
        Assert.Equal(PasswordAskStatus.Right, prepared.Status);
        return prepared;
    }

    private static Task<ExportMyDataResult> ExportAsync(TestShop shop, long accountId, string key, string ticket) =>
        shop.Get<ExportMyData>().ExecuteAsync(new ExportMyDataRequest(accountId, key, ticket), Ct);
}

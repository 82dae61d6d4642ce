using EShop.Core.Accounts;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

public sealed class AddressTests
{
    private static readonly AddressFields Home = new("李雷", "138 0000 0000", "浙江省 杭州市", "文三路 1 号", "");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_first_is_the_default_and_one_always_is(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var first = await SaveAsync(shop, account.Id, Home);
        var second = await SaveAsync(shop, account.Id, Home with { Recipient = "韩梅梅" });
        Assert.Equal([(first, true), (second, false)], await ListAsync(shop, account.Id));

        await shop.Get<SetDefaultAddress>().ExecuteAsync(new SetDefaultAddressRequest(account.Id, second), Ct);
        Assert.Equal([(second, true), (first, false)], await ListAsync(shop, account.Id));

        await shop.Get<DeleteAddress>().ExecuteAsync(new DeleteAddressRequest(account.Id, second), Ct);
        Assert.Equal([(first, true)], await ListAsync(shop, account.Id));
    }

    [Fact]
    public async Task Abuse_47_anothers_address_is_not_found()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var owner = await new Visitor(shop).SignUpAsync("li@example.com");
        var other = await new Visitor(shop).SignUpAsync("han@example.com");
        var id = await SaveAsync(shop, owner.Id, Home);

        var saved = await shop.Get<SaveAddress>().ExecuteAsync(new SaveAddressRequest(other.Id, id, Home, false), Ct);
        Assert.Equal(SaveAddressStatus.NotFound, saved.Status);
        Assert.Equal(
            DeleteAddressStatus.NotFound,
            await shop.Get<DeleteAddress>().ExecuteAsync(new DeleteAddressRequest(other.Id, id), Ct));
        Assert.Equal(
            SetDefaultAddressStatus.NotFound,
            await shop.Get<SetDefaultAddress>().ExecuteAsync(new SetDefaultAddressRequest(other.Id, id), Ct));
        Assert.Equal([(id, true)], await ListAsync(shop, owner.Id));
    }

    [Fact]
    public async Task What_is_missing_or_malformed_is_named()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var bad = new AddressFields(" \u200b", "call me", new string('x', 81), "", "<script>");
        var request = new SaveAddressRequest(account.Id, null, bad, false);
        var result = await shop.Get<SaveAddress>().ExecuteAsync(request, Ct);
        Assert.Equal(SaveAddressStatus.InvalidFields, result.Status);
        Assert.Equal(Enum.GetValues<AddressField>(), result.Problems);
    }

    [Fact]
    public async Task There_are_at_most_twenty()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        for (var i = 0; i < SaveAddress.AddressesMax; i++)
            await SaveAsync(shop, account.Id, Home);
        var more = await shop.Get<SaveAddress>().ExecuteAsync(new SaveAddressRequest(account.Id, null, Home, true), Ct);
        Assert.Equal(SaveAddressStatus.TooMany, more.Status);
    }

    private static async Task<long> SaveAsync(TestShop shop, long accountId, AddressFields fields)
    {
        var saved = await shop.Get<SaveAddress>().ExecuteAsync(
            new SaveAddressRequest(accountId, null, fields, false), Ct);
        Assert.Equal(SaveAddressStatus.Saved, saved.Status);
        return saved.AddressId;
    }

    private static async Task<IEnumerable<(long, bool)>> ListAsync(TestShop shop, long accountId) =>
        (await shop.Get<ListAddresses>().ExecuteAsync(accountId, Ct)).Select(row => (row.Id, row.IsDefault));
}

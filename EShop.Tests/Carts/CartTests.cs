using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Storage;
using EShop.Tests.Catalog;
using EShop.Tests.Support;

namespace EShop.Tests.Carts;

public sealed class CartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task What_is_added_is_shown_with_what_changed_since(Store store)
    {
        await using var shop = await ShopWithCupsAsync(store);
        var (guest, cup) = (CartOwner.NewGuest(), await SkuAsync(shop, "cup"));
        await AddAsync(shop, guest, cup, 2);
        Assert.Equal((AddToCartStatus.Added, 5), Of(await AddAsync(shop, guest, cup, 3)));
        await shop.ImportAsync(ImportKit.Plain("cup", "12", "4"));
        var cart = await ShowAsync(shop, guest);

        var line = Assert.Single(cart.Lines);
        Assert.Equal((10_00, 12_00, 5, 4), (line.PriceSeen.Minor, line.Price.Minor, line.Quantity, line.Available));
        Assert.Equal((60_00, false), (cart.Total.Minor, cart.CanCheckOut));
        Assert.Equal(5, await shop.Get<CountCart>().ExecuteAsync(new CountCartRequest(guest), Ct));
    }

    [Theory, EachStore]
    public async Task No_more_than_there_is_comes_into_a_cart(Store store)
    {
        await using var shop = await ShopWithCupsAsync(store);
        var (guest, cup, jug) = (CartOwner.NewGuest(), await SkuAsync(shop, "cup"), await SkuAsync(shop, "jug"));

        Assert.Equal((AddToCartStatus.AllThereIs, 10), Of(await AddAsync(shop, guest, cup, 999)));
        Assert.Equal((AddToCartStatus.AllThereIs, 10), Of(await AddAsync(shop, guest, cup, 1)));
        Assert.Equal((AddToCartStatus.SoldOut, 0), Of(await AddAsync(shop, guest, jug, 1)));
        var changed = await shop.Get<ChangeCartLine>().ExecuteAsync(new ChangeCartLineRequest(guest, cup, 11), Ct);
        Assert.Equal((ChangeCartLineStatus.AllThereIs, 10), (changed.Status, changed.Quantity));
    }

    [Theory]
    [Trait("abuse", "46")]
    [InlineData(0), InlineData(-1), InlineData(1000), InlineData(int.MaxValue), InlineData(int.MinValue)]
    public async Task A_quantity_out_of_range_is_refused(int quantity)
    {
        await using var shop = await ShopWithCupsAsync(Store.Sqlite);
        var (guest, cup) = (CartOwner.NewGuest(), await SkuAsync(shop, "cup"));
        await AddAsync(shop, guest, cup, 1);

        Assert.Equal((AddToCartStatus.BadQuantity, 0), Of(await AddAsync(shop, guest, cup, quantity)));
        var request = new ChangeCartLineRequest(guest, cup, quantity);
        var changed = await shop.Get<ChangeCartLine>().ExecuteAsync(request, Ct);
        Assert.Equal(ChangeCartLineStatus.BadQuantity, changed.Status);
        Assert.Equal(1, Assert.Single((await ShowAsync(shop, guest)).Lines).Quantity);
    }

    [Fact]
    public async Task What_is_not_for_sale_is_not_added()
    {
        await using var shop = await ShopWithCupsAsync(Store.Sqlite);
        var cup = await SkuAsync(shop, "cup");
        var hidden = ImportKit.Plain("cup", "10", "10").Replace(",true,", ",false,", StringComparison.Ordinal);
        await shop.ImportAsync(hidden);

        foreach (var sku in new[] { cup, -1, 0, long.MaxValue })
            Assert.Equal(AddToCartStatus.NotForSale, (await AddAsync(shop, CartOwner.NewGuest(), sku, 1)).Status);
    }

    [Fact]
    [Trait("abuse", "46")]
    public async Task A_cart_has_at_most_a_hundred_lines()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.ImportAsync([.. Enumerable.Range(1, 101).Select(n => ImportKit.Plain($"thing-{n}"))]);
        var skus = (await shop.ProductsAsync()).Select(p => p.Skus[0].Id).ToList();
        var guest = CartOwner.NewGuest();
        foreach (var sku in skus.Take(100)) await AddAsync(shop, guest, sku, 1);

        Assert.Equal(AddToCartStatus.CartFull, (await AddAsync(shop, guest, skus[100], 1)).Status);
        Assert.Equal(AddToCartStatus.Added, (await AddAsync(shop, guest, skus[0], 1)).Status);
        Assert.Equal(100, (await ShowAsync(shop, guest)).Lines.Count);
    }

    [Theory, EachStore]
    [Trait("abuse", "47")]
    public async Task Nobody_changes_the_line_of_another(Store store)
    {
        await using var shop = await ShopWithCupsAsync(store);
        var (mine, other, cup) = (CartOwner.NewGuest(), CartOwner.NewGuest(), await SkuAsync(shop, "cup"));
        await AddAsync(shop, mine, cup, 2);

        var changed = await shop.Get<ChangeCartLine>().ExecuteAsync(new ChangeCartLineRequest(other, cup, 5), Ct);
        Assert.Equal(ChangeCartLineStatus.NoSuchLine, changed.Status);
        Assert.Equal(RemoveCartLineStatus.NoSuchLine, await RemoveAsync(other));
        Assert.Equal(2, Assert.Single((await ShowAsync(shop, mine)).Lines).Quantity);
        Assert.Equal(RemoveCartLineStatus.Removed, await RemoveAsync(mine));
        Assert.Equal(RemoveCartLineStatus.NoSuchLine, await RemoveAsync(mine));

        Task<RemoveCartLineStatus> RemoveAsync(CartOwner owner) =>
            shop.Get<RemoveCartLine>().ExecuteAsync(new RemoveCartLineRequest(owner, cup), Ct);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("ABCDEF00112233445566778899AABBCC"), InlineData("' or 1=1 --")]
    public void A_cookie_that_is_not_ours_is_nobodys(string? cookie) => Assert.Null(CartOwner.Guest(cookie));

    [Theory, EachStore]
    public async Task A_guests_cart_joins_the_accounts_once(Store store)
    {
        await using var shop = await ShopWithCupsAsync(store);
        await shop.ImportAsync(ImportKit.Plain("pot", "30", "9"));
        var (guest, cup, pot) = (CartOwner.NewGuest(), await SkuAsync(shop, "cup"), await SkuAsync(shop, "pot"));
        var account = CartOwner.Account(await AccountAsync(shop));
        await AddAsync(shop, account, cup, 4);
        await AddAsync(shop, guest, cup, 3);
        await AddAsync(shop, guest, pot, 1);
        var request = new MergeGuestCartRequest(account.AccountId!.Value, guest.GuestKey);
        var merges = await Race.RunAsync(4, _ => shop.Get<MergeGuestCart>().ExecuteAsync(request, Ct));

        Assert.Single(merges, m => m == MergeGuestCartStatus.Merged);
        var cart = await ShowAsync(shop, account);
        Assert.Equal([(cup, 7), (pot, 1)], cart.Lines.Select(l => (l.SkuId, l.Quantity)).Order());
        Assert.Empty((await ShowAsync(shop, guest)).Lines);
    }

    [Theory, EachStore]
    public async Task Many_adds_at_once_lose_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup", "10", "1000"), ImportKit.Plain("jug", "10", "15"));
        var (guest, cup, jug) = (CartOwner.NewGuest(), await SkuAsync(shop, "cup"), await SkuAsync(shop, "jug"));
        var answers = await Race.RunAsync(40, i => AddAsync(shop, guest, i % 2 == 0 ? cup : jug, 1));

        Assert.Equal(35, answers.Count(a => a.Status == AddToCartStatus.Added));
        Assert.Equal(5, answers.Count(a => a.Status == AddToCartStatus.AllThereIs));
        var cart = await ShowAsync(shop, guest);
        Assert.Equal([(cup, 20), (jug, 15)], cart.Lines.Select(l => (l.SkuId, l.Quantity)).Order());
    }

    [Theory, EachStore]
    public async Task Guests_carts_that_were_left_behind_are_swept(Store store)
    {
        await using var shop = await ShopWithCupsAsync(store);
        var (old, fresh, cup) = (CartOwner.NewGuest(), CartOwner.NewGuest(), await SkuAsync(shop, "cup"));
        var account = CartOwner.Account(await AccountAsync(shop));
        await AddAsync(shop, old, cup, 1);
        await AddAsync(shop, account, cup, 1);
        shop.Clock.Advance(SweepGuestCarts.Age);
        await AddAsync(shop, fresh, cup, 1);
        shop.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await shop.Get<SweepGuestCarts>().ExecuteAsync(Ct));
        Assert.Empty((await ShowAsync(shop, old)).Lines);
        Assert.Single((await ShowAsync(shop, fresh)).Lines);
        Assert.Single((await ShowAsync(shop, account)).Lines);
    }

    private static async Task<TestShop> ShopWithCupsAsync(Store store)
    {
        var shop = await TestShop.CreateAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup", "10", "10"), ImportKit.Plain("jug", "20", "0"));
        return shop;
    }

    private static Task<long> AccountAsync(TestShop shop) => shop.Get<ShopStore>().WriteAsync(async db =>
    {
        var account = new Account("ann@example.com", "ann@example.com", "Ann", "en", shop.Now);
        db.Add(account);
        await db.SaveChangesAsync(Ct);
        return account.Id;
    }, Ct);

    private static async Task<long> SkuAsync(TestShop shop, string handle) =>
        (await shop.ProductAsync(handle)).Skus.Single().Id;

    private static Task<AddToCartResult> AddAsync(TestShop shop, CartOwner owner, long sku, int quantity) =>
        shop.Get<AddToCart>().ExecuteAsync(new AddToCartRequest(owner, sku, quantity), Ct);

    private static (AddToCartStatus, int) Of(AddToCartResult result) => (result.Status, result.Quantity);

    private static Task<ShowCartResult> ShowAsync(TestShop shop, CartOwner owner) =>
        shop.Get<ShowCart>().ExecuteAsync(new ShowCartRequest(owner), Ct);
}

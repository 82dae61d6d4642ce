using EShop.Core.Orders;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Orders;

public sealed class AddOrderNoteTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Staff_reads_each_others_notes_and_the_shopper_reads_none(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var note = new AddOrderNoteRequest(admin, placed.Number, " Called at noon. ");

        Assert.Equal(AddOrderNoteStatus.TextMissing, await AddAsync(shop, note with { Text = " " }));
        Assert.Equal(AddOrderNoteStatus.TextTooLong, await AddAsync(shop, note with { Text = new string('x', 501) }));
        Assert.Equal(AddOrderNoteStatus.NotFound, await AddAsync(shop, note with { Number = shop.AnyNumber() }));
        Assert.Equal(AddOrderNoteStatus.Added, await AddAsync(shop, note));
        Assert.Equal(AddOrderNoteStatus.Added, await AddAsync(shop, note with { Text = "Again at one." }));

        var shown = await shop.Get<ShowOrderForStaff>().ExecuteAsync(new(admin, placed.Number), Ct);
        Assert.Equal(["Called at noon.", "Again at one."], shown.Notes.Select(n => n.Text));
        var seen = await shop.Get<ShowOrder>().ExecuteAsync(new(accountId, placed.Number), Ct);
        Assert.Equal("", seen.Order!.Note);
        Assert.Equal(2, (await shop.TrailAsync()).Count(
            line => line.StartsWith("order.note", StringComparison.Ordinal)));
    }

    private static Task<AddOrderNoteStatus> AddAsync(TestShop shop, AddOrderNoteRequest request) =>
        shop.Get<AddOrderNote>().ExecuteAsync(request, Ct);
}

using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>Many shoppers, each before the button that places an order.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<HttpShopper> _shoppers = [];
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _placed;
    private int _enoughAt = int.MaxValue;

    public static async Task<Crowd> AtCheckoutAsync(WebShop shop, Goods goods, int count)
    {
        var password = await HttpShopper.MakeCustomersAsync(shop, count);
        var crowd = new Crowd();
        // A few at a time: signing in is dear on purpose.
        foreach (var numbers in Enumerable.Range(1, count).Chunk(10))
        {
            var arriving = numbers.Select(number => ArriveAsync(shop, goods, (number, password)));
            crowd._shoppers.AddRange(await Task.WhenAll(arriving));
        }
        return crowd;
    }

    /// <summary>One presses the button; the order's number, or null: no answer came.</summary>
    public async Task<string?> PlaceAsync(int index)
    {
        try
        {
            var order = await _shoppers[index].PlaceAsync();
            if (Interlocked.Increment(ref _placed) >= Volatile.Read(ref _enoughAt)) _enough.TrySetResult();
            return order;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Ends when so many orders have been placed.</summary>
    public Task PlacedAsync(int count)
    {
        Volatile.Write(ref _enoughAt, count);
        return _enough.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public Task<HttpPage> LookAtAsync(int index, string order) => _shoppers[index].Visitor.GetAsync($"/orders/{order}");

    public void Dispose()
    {
        foreach (var shopper in _shoppers) shopper.Dispose();
    }

    private static async Task<HttpShopper> ArriveAsync(
        WebShop shop, Goods goods, (int Number, string Password) account)
    {
        var shopper = await HttpShopper.SignInAsync(shop, account);
        await shopper.PutInCartAsync(goods);
        await shopper.OpenCheckoutAsync();
        return shopper;
    }
}

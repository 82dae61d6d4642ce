using System.Diagnostics;
using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Coupons;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>
/// A whole shop at random: shoppers, staff, the payment provider, jobs and messages at once on two nodes, while the
/// store breaks at random steps, somebody on a third node sleeps between two of its own, and calls of the provider are
/// lost, doubled and late. Much of it is about one order at a time (<see cref="Rivals"/>). After each round what was
/// answered is held against what changed (<see cref="RoundRules"/>), and the rows against what a shop is
/// (<see cref="ShopRules"/>); in the end everything heals (<see cref="HealedRules"/>) and the books are clean. There is
/// no search for an order of events here, as <see cref="ClaimModelTests"/> has one: with thirty kinds of deeds it would
/// not end. So a refusal that had no reason is noticed only where stock was said to be sold out.
/// <c>ESHOP_MODEL_SECONDS</c> makes it run longer than 25 s a store, <c>ESHOP_MODEL_SEED</c> repeats a run.
/// </summary>
public sealed class WholeShopModelTests
{
    private const int Nodes = 2, Shoppers = 5, RoundsOfOneCast = 50, RoundsMin = 30, StepMax = 90, HealingsMax = 200;

    private static readonly TimeSpan Lasts = ModelRun.Lasts(25), WakesWithin = TimeSpan.FromSeconds(60);
    private readonly SortedDictionary<string, int> _answers = [];
    private readonly DiesSomewhere _fault = new();
    private readonly CallbackWire _wire = new(ModelRun.Seed);
    private int _rounds, _faults;

    [Theory, EachStore]
    public async Task Whatever_happens_the_shop_keeps_what_it_said(Store store)
    {
        ModelRun.Tell($"ESHOP_MODEL_SEED={ModelRun.Seed}");
        var random = new Random(ModelRun.Seed);
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Interceptors.Add(_fault);
            options.Interceptors.Add(new SleepsSomewhere());
            options.Settings["Payments:SandboxSecret"] = new string('s', 40); // nodes have it in common
            options.Services = services => services.AddHttpClient(SandboxNotifyHandler.ClientName)
                .ConfigurePrimaryHttpMessageHandler(_wire.NewHandler);
        });
        TestShop.Node[] nodes = [.. Enumerable.Range(0, Nodes + 1).Select(_ => shop.SecondNode())];
        _wire.Connect([.. nodes.Take(Nodes).Select(node => node.Get<ReceivePayment>())]);
        var admin = await shop.AdminAsync();

        // However slow the machine: a few rounds are played, and healed.
        var watch = Stopwatch.StartNew();
        while (_rounds < RoundsMin || watch.Elapsed < Lasts)
        {
            var cast = await EnterAsync(shop, admin);
            await PlayAsync(random, shop, (nodes, cast), () => _rounds < RoundsMin || watch.Elapsed < Lasts);
            await HealAsync(shop, nodes, cast);
            ModelRun.Tell($"{watch.Elapsed:hh\\:mm\\:ss}: {_rounds} rounds, {_faults} faults");
        }

        ModelRun.Tell(string.Join(", ", _answers.Select(a => $"{a.Key} {a.Value}")));
        Assert.True(_answers["Buy Placed"] > 0);
    }

    /// <summary>New people, goods and coupons of each kind; one SKU is scarce, and one coupon pays for everything.
    /// </summary>
    private static async Task<Cast> EnterAsync(TestShop shop, long admin)
    {
        var shoppers = new List<(long, long)>();
        for (var i = 0; i < Shoppers; i++) shoppers.Add(await shop.ShopperAsync());
        long[] skus =
        [
            await shop.SkuAsync(stock: 4, priceMinor: 12_000), await shop.SkuAsync(stock: 12, priceMinor: 3_000),
            await shop.SkuAsync(stock: 30, priceMinor: 700),
        ];
        long[] coupons =
        [
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(1_000, minimum: 2_000)) { Total = 4 }),
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Percent(30, ceiling: 2_000))
            {
                Total = 100, LimitPerPerson = 4, UsableUntil = shop.Now.AddMinutes(45),
            }),
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Shipping()) { Total = 100, LimitPerPerson = 2 }),
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(900_000)) { Total = 100, LimitPerPerson = 2 }),
        ];
        return new Cast(shoppers, skus, coupons, admin);
    }

    private async Task PlayAsync(
        Random random, TestShop shop, (IReadOnlyList<TestShop.Node> Nodes, Cast Cast) stage, Func<bool> goesOn)
    {
        var script = new ShopScript(random, stage.Cast);
        var actors = new ShopActors(shop, stage.Nodes, stage.Cast);
        var before = await ShopPicture.TakeAsync(shop, stage.Cast);
        for (var last = _rounds + RoundsOfOneCast; _rounds < last && goesOn(); _rounds++)
        {
            var round = script.Next(before, shop.Now);
            if (random.Next(3) == 0) _fault.Arm(random.Next(1, StepMax), losesAnswer: random.Next(2) == 0);
            var done = await PlayAsync(random, shop.Clock, (round, actors));
            var isFaulty = _fault.Disarm() || round.SleeperDies;
            if (isFaulty) _faults++;
            var after = await ShopPicture.TakeAsync(shop, stage.Cast);
            foreach (var name in done.Select(NameOf)) _answers[name] = _answers.GetValueOrDefault(name) + 1;
            string[] broken =
            [
                .. new RoundRules(before, done, after) { IsFaulty = isFaulty }.Broken(),
                .. new ShopRules(after).Broken(),
            ];
            Assert.True(broken.Length == 0, $"Round {_rounds} of ESHOP_MODEL_SEED={ModelRun.Seed}:\n"
                + $"{string.Join('\n', broken)}\nin which\n{string.Join<Done>('\n', done)}");
            before = after;
            shop.Clock.Advance(script.Pause(after));
        }
    }

    /// <summary>Everything of one round; what was answered. The last node is the sleeper's alone.</summary>
    private static async Task<List<Done>> PlayAsync(
        Random random, FakeTimeProvider clock, (ShopRound Round, ShopActors Actors) play)
    {
        var (round, actors) = play;
        var sleep = round.Sleeper is null ? null
            : await SleepsSomewhere.BeginAsync(round.Step, () => actors.DoAsync(round.Sleeper, Nodes));
        var deeds = round.AtOnce.Select(deed => (Deed: deed, Node: random.Next(Nodes))).ToList();
        List<Done> done = [.. await Race.RunAsync(deeds.Count, i => actors.DoAsync(deeds[i].Deed, deeds[i].Node))];
        if (sleep is null) return done;
        clock.Advance(round.Passes);
        foreach (var chore in round.Meanwhile)
            done.AddRange(await Race.RunAsync(Nodes, node => actors.DoAsync(new Deed.Work(chore), node)));
        return [await sleep.WakeAsync(round.SleeperDies).WaitAsync(WakesWithin), .. done];
    }

    /// <summary>Nothing breaks any more, and time passes until nothing waits.</summary>
    private async Task HealAsync(TestShop shop, IReadOnlyList<TestShop.Node> nodes, Cast cast)
    {
        var actors = new ShopActors(shop, nodes, cast);
        _wire.IsBad = false;
        for (var i = 0; i < HealingsMax; i++)
        {
            foreach (var chore in Enum.GetValues<Chore>().Where(chore => chore != Chore.DeliverAgain))
                Assert.Null((await actors.DoAsync(new Deed.Work(chore), i % Nodes)).Answer.Unforeseen);
            if (i > 10 && (await HealedRules.LeftAsync(shop)).Count == 0) break;
            shop.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        _wire.IsBad = true;
        var healed = await ShopPicture.TakeAsync(shop, cast);
        string[] broken =
        [
            .. await HealedRules.LeftAsync(shop), .. new ShopRules(healed).Broken(),
            .. new HealedRules(healed).Broken(),
        ];
        Assert.True(broken.Length == 0,
            $"Healed after round {_rounds} of ESHOP_MODEL_SEED={ModelRun.Seed}:\n{string.Join('\n', broken)}");
        await shop.AuditAsync();
    }

    private static string NameOf(Done done) => done.Deed is Deed.Work work
        ? $"{work.Chore} {done.Answer.Status}"
        : $"{done.Deed.GetType().Name} {done.Answer.Status}";
}

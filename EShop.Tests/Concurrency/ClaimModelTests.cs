using System.Diagnostics;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Faults;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Concurrency;

/// <summary>
/// Random claims, pauses, raises, holds and returns on three nodes at once, with turns that break at random steps.
/// After each round there must be an order in which the model would have given the same answers and ended in the same
/// rows: who was told yes has it, who was told no has it not, and what nobody knows happened at most once.
/// <c>ESHOP_MODEL_SECONDS</c> makes it run longer than half a minute a store, <c>ESHOP_MODEL_SEED</c> repeats a run.
/// </summary>
public sealed class ClaimModelTests
{
    private const int ActsMax = 4, Nodes = 3, Accounts = 12;

    /// <summary>Then everybody has everything: new coupons come, and new people.</summary>
    private const int RoundsOfOneCast = 150;

    private static readonly (int Total, int LimitPerPerson)[] Limits = [(3, 1), (5, 2), (400, 3)];
    private static readonly TimeSpan Lasts = ModelRun.Lasts(30);

    private readonly int _seed = ModelRun.Seed;
    private readonly List<AtStep> _faults = [.. Enum.GetValues<FaultStep>().Select(AtStep.Throw)];
    private readonly SortedDictionary<string, int> _answers = [];
    private int _rounds;

    [Theory, EachStore]
    public async Task Whatever_happens_some_order_of_events_explains_it(Store store)
    {
        ModelRun.Tell($"ESHOP_MODEL_SEED={_seed}");
        var random = new Random(_seed);
        var (wire, through) = FaultyWire.BeforeRedis(await TestRun.ConnectionToAsync(RedisServer.Embedded));
        await using var cut = wire;
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Interceptors.AddRange(_faults);
            options.Settings["Redis:Connection"] = through;
        });
        TestShop.Node[] nodes = [.. Enumerable.Range(0, Nodes).Select(_ => shop.SecondNode())];
        var admin = await shop.AdminAsync();

        var watch = Stopwatch.StartNew();
        for (var casts = 0; watch.Elapsed < Lasts; casts++)
        {
            // Each third time without Redis: then the database is all there is.
            if (casts % 3 == 2) wire.TakeDown();
            else wire.BringUp();
            var coupons = new List<long>();
            foreach (var (total, limit) in Limits) coupons.Add(await shop.CouponAsync(total, limit));
            var cast = new ClaimActors.Cast(coupons, await shop.AccountsAsync(Accounts), admin);
            await PlayAsync(random, shop, new ClaimActors(shop, nodes, cast), watch);
            ModelRun.Tell($"{watch.Elapsed:hh\\:mm\\:ss}: {_rounds} rounds, "
                + string.Join(", ", _answers.Select(a => $"{a.Key} {a.Value}")));
        }

        Assert.True(_rounds > 10, $"Only {_rounds} rounds in {Lasts}.");
        Assert.True(_answers["Claim Claimed"] > 0);
        await shop.AuditAsync();
    }

    /// <summary>Until all coupons and people of this cast have been through enough.</summary>
    private async Task PlayAsync(Random random, TestShop shop, ClaimActors actors, Stopwatch watch)
    {
        var model = new ClaimModel(Limits);
        for (var round = 0; round < RoundsOfOneCast && watch.Elapsed < Lasts; round++, _rounds++)
        {
            if (random.Next(3) == 0) _faults[random.Next(_faults.Count)].Arm();
            var acts = Enumerable.Range(0, random.Next(1, ActsMax + 1))
                .Select(_ => (Act: Next(random, model, actors.People, shop.Now), Node: random.Next(Nodes))).ToArray();
            var answers = await Race.RunAsync(acts.Length, i => actors.DoAsync(acts[i].Act, acts[i].Node));
            foreach (var name in acts.Zip(answers, (act, answer) => $"{act.Act.GetType().Name} {answer}"))
                _answers[name] = _answers.GetValueOrDefault(name) + 1;
            var state = await actors.StateAsync();
            var after = Explain(model, [.. acts.Select(a => a.Act).Zip(answers)], state);
            Assert.True(after is not null, $"No order explains round {_rounds} of ESHOP_MODEL_SEED={_seed}:\n"
                + string.Join('\n', acts.Zip(answers).Select(a => $"{a.First.Act} on {a.First.Node}: {a.Second}"))
                + $"\nbefore: {string.Join(", ", model.Coupons)}\nafter:  {string.Join(", ", state.Coupons)}");
            model = after;
            shop.Clock.Advance(SoldOutCoupons.Life); // what is kept in memory may be that old, and no older
        }

        _faults.ForEach(fault => fault.Disarm());
        foreach (var order in model.OpenOrders.ToList()) await actors.DoAsync(new Act.GiveBack(order), 0);
    }

    private static Act Next(Random random, ClaimModel model, ClaimActors.Cast cast, DateTimeOffset now)
    {
        var index = random.Next(cast.Coupons.Count);
        var coupon = model.Coupons[index];
        var keys = model.Claims.Keys.ToList();
        var orders = model.OpenOrders.ToList();
        switch (random.Next(12))
        {
            case 0: return new Act.Change(index, CouponChange.Pause, coupon.Version);
            case 1 or 2: return new Act.Change(index, CouponChange.Resume, coupon.Version);
            case 3: return new Act.Total(index, Math.Max(1, coupon.Claimed + random.Next(-1, 4)), coupon.Version);
            case 4 or 5 when keys.Count > 0:
                return new Act.Hold(keys[random.Next(keys.Count)], OrderNumber.New(now).Text);
            case 6 when orders.Count > 0: return new Act.GiveBack(orders[random.Next(orders.Count)]);
            case 7 when keys.Count > 0: // the same request once more
                var key = keys[random.Next(keys.Count)];
                return new Act.Claim(model.Claims[key].Coupon, model.Claims[key].Account, key);
            default:
                return new Act.Claim(index, cast.Accounts[random.Next(cast.Accounts.Count)], Guid.NewGuid());
        }
    }

    /// <summary>The model after an order of the acts that fits the answers and the rows; null: there is none.</summary>
    private static ClaimModel? Explain(
        ClaimModel before, IReadOnlyList<(Act Act, string Answer)> rest,
        (List<ClaimModel.CouponRow> Coupons, Dictionary<Guid, ClaimModel.ClaimRow> Claims) state)
    {
        if (rest.Count == 0) return Fits(before, state) ? before : null;
        foreach (var (index, (act, answer)) in rest.Index())
        {
            var others = rest.Where((_, i) => i != index).ToList();
            var isUnknown = answer == ClaimActors.Unknown;
            // Busy, or not known: then it may not have happened at all.
            var isLeftOut = isUnknown || answer == nameof(ClaimCouponStatus.Busy);
            if (isLeftOut && Explain(before, others, state) is { } without) return without;
            var after = before.Copy();
            var expected = after.Do(act);
            if ((isUnknown || expected == answer) && Explain(after, others, state) is { } with) return with;
        }

        return null;
    }

    private static bool Fits(
        ClaimModel model,
        (List<ClaimModel.CouponRow> Coupons, Dictionary<Guid, ClaimModel.ClaimRow> Claims) state) =>
        model.Coupons.SequenceEqual(state.Coupons) && model.Claims.Count == state.Claims.Count
        && model.Claims.All(c => state.Claims.TryGetValue(c.Key, out var row) && row == c.Value);
}

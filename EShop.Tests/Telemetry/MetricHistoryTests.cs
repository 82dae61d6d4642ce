using System.Diagnostics.Metrics;
using EShop.Core.Accounts;
using EShop.Core.Books;
using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Staff;
using EShop.Core.Telemetry;
using EShop.Tests.Coupons;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Telemetry;

/// <summary>What the page of figures draws: the last hour of this node.</summary>
public sealed class MetricHistoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_are_rates_levels_stay_and_spreads_have_peaks()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var history = await ListeningAsync(shop);
        var meter = shop.Get<IMeterFactory>().Create("EShop.Probe");
        var (calls, level, sizes) = (meter.CreateCounter<long>("probe.calls"), meter.CreateGauge<int>("probe.level"),
            meter.CreateHistogram<double>("probe.size"));
        calls.Add(20, new KeyValuePair<string, object?>("outcome", "Done"));
        calls.Add(30, new KeyValuePair<string, object?>("outcome", "Done"));
        level.Record(7);
        sizes.Record(1);
        sizes.Record(5);
        shop.Clock.Advance(MetricHistory.StepLength);
        level.Record(9);
        shop.Clock.Advance(MetricHistory.StepLength * 2);

        var lines = history.Read(3).ToDictionary(line => line.Instrument);
        Assert.Equal("Done", lines["probe.calls"].Tag);
        Assert.Equal([5, 0, 0], lines["probe.calls"].Values);
        Assert.Equal([7, 9, 9], lines["probe.level"].Values);
        Assert.Equal([3, double.NaN, double.NaN], lines["probe.size"].Values);
        Assert.Equal([5, double.NaN, double.NaN], lines["probe.size"].Peaks);
    }

    [Fact]
    public async Task After_an_hour_the_oldest_steps_make_room_and_a_level_is_still_known()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var history = await ListeningAsync(shop);
        var meter = shop.Get<IMeterFactory>().Create("EShop.Probe");
        var (calls, level) = (meter.CreateCounter<long>("probe.calls"), meter.CreateGauge<int>("probe.level"));
        calls.Add(10);
        level.Record(4);
        shop.Clock.Advance(MetricHistory.StepLength * MetricHistory.StepsMax);
        calls.Add(40);
        shop.Clock.Advance(MetricHistory.StepLength);

        var lines = history.Read(2).ToDictionary(line => line.Instrument);
        Assert.Equal([0, 4], lines["probe.calls"].Values);
        Assert.Equal([4, 4], lines["probe.level"].Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => history.Read(MetricHistory.StepsMax));
    }

    [Fact]
    public async Task Another_shop_in_the_process_is_not_listened_to_and_wild_tags_cost_no_memory()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await using var other = await TestShop.CreateAsync(Store.Sqlite);
        var history = await ListeningAsync(shop);
        other.Get<IMeterFactory>().Create("EShop.Probe").CreateCounter<long>("probe.other").Add(1);
        var wild = shop.Get<IMeterFactory>().Create("EShop.Probe").CreateCounter<long>("probe.wild");
        for (var i = 0; i < 2_000; i++) wild.Add(1, new KeyValuePair<string, object?>("tag", $"t{i}"));
        shop.Clock.Advance(MetricHistory.StepLength);

        var lines = history.Read(1);
        Assert.DoesNotContain(lines, line => line.Instrument == "probe.other");
        Assert.Equal(300, lines.Count);
    }

    [Theory, EachStore]
    public async Task A_claim_its_turn_and_its_lock_are_seen_and_only_by_admins(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await ListeningAsync(shop);
        var (couponId, accounts, admin) =
            (await shop.CouponAsync(total: 1), await shop.AccountsAsync(2), await shop.AdminAsync());
        foreach (var account in accounts)
            await shop.Get<ClaimCoupon>().ExecuteAsync(new ClaimCouponRequest(account, couponId, Guid.NewGuid()), Ct);
        shop.Clock.Advance(MetricHistory.StepLength);

        var shown = await shop.Get<ShowMetrics>().ExecuteAsync(new ShowMetricsRequest(admin, 1), Ct);
        var lines = shown.Lines.Select(line => (line.Instrument, line.Tag)).ToHashSet();
        Assert.Superset(new HashSet<(string, string)>
        {
            ("eshop.claims", "Claimed"), ("eshop.claims", "AllGone"), ("eshop.turn.size", "coupon"),
            ("eshop.line.length", "coupon"), ("eshop.turn.duration", "coupon"), ("eshop.lock.wait", "coupon"),
        }, lines);
        var refused = await shop.Get<ShowMetrics>().ExecuteAsync(new ShowMetricsRequest(accounts[0], 1), Ct);
        Assert.Equal((ShowMetricsStatus.NotAllowed, 0), (refused.Status, refused.Lines.Count));
    }

    [Theory, EachStore]
    public async Task What_waits_and_how_late_it_is_is_counted_and_each_line_of_the_books_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var history = await ListeningAsync(shop);
        var account = (await shop.AccountsAsync(1))[0];
        await shop.WriteAsync(db =>
        {
            Outbox.Add(db, shop.Now, new AccountCreated(account, shop.Now));
            return Task.FromResult(0);
        });
        var books = await shop.Get<CheckBooks>().ExecuteAsync(new CheckBooksRequest(IsSaved: false), Ct);
        shop.Clock.Advance(TimeSpan.FromSeconds(90));
        await shop.Get<CountBacklogs>().CountAsync(Ct);
        shop.Clock.Advance(MetricHistory.StepLength);

        var lines = history.Read(1).ToDictionary(line => (line.Instrument, line.Tag), line => line.Values[0]);
        Assert.True(lines[("eshop.backlog.waiting", "messages")] >= 1);
        Assert.True(lines[("eshop.backlog.lag", "messages")] >= 90);
        Assert.Equal(0, lines[("eshop.backlog.dead", "messages")]);
        foreach (var waits in new[] { "stock-tasks", "coupon-tasks", "mails" })
            Assert.Equal((waits, 0), (waits, lines[("eshop.backlog.lag", waits)]));
        Assert.All(books.Lines, line => Assert.Equal(0, lines[("eshop.books.offenders", line.Name)]));

        await shop.Get<DispatchMessages>().ExecuteAsync(Ct);
        await shop.Get<CountBacklogs>().CountAsync(Ct);
        shop.Clock.Advance(MetricHistory.StepLength);
        var after = history.Read(1).Single(l => (l.Instrument, l.Tag) == ("eshop.backlog.lag", "messages"));
        Assert.Equal([0], after.Values);
    }

    private static async Task<MetricHistory> ListeningAsync(TestShop shop)
    {
        var history = shop.Get<MetricHistory>();
        await history.StartAsync(Ct);
        return history;
    }
}

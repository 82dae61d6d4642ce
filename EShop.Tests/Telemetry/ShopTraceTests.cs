using System.Collections.Concurrent;
using System.Diagnostics;
using EShop.Core.Coupons;
using EShop.Core.Telemetry;
using EShop.Tests.Support;

namespace EShop.Tests.Telemetry;

public sealed class ShopTraceTests
{
    [Fact]
    public async Task A_turn_belongs_to_no_request_that_waits_in_it()
    {
        using var requests = new ActivitySource($"tests {Guid.NewGuid()}");
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ShopTrace.Name || source.Name == requests.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var (couponId, account) = (await shop.CouponAsync(total: 1), (await shop.AccountsAsync(1))[0]);

        using var request = requests.StartActivity("a request")!;
        await shop.Get<ClaimCoupon>().ExecuteAsync(
            new ClaimCouponRequest(account, couponId, Guid.NewGuid()), TestContext.Current.CancellationToken);

        Assert.Same(request, Activity.Current);
        // Other tests' shops have turns as well; none of this request's is among them.
        await Until.TrueAsync(() => Task.FromResult(TurnsOf(ended, couponId).Any()));
        Assert.DoesNotContain(TurnsOf(ended, couponId), turn => turn.TraceId == request.TraceId);
    }

    private static IEnumerable<Activity> TurnsOf(IEnumerable<Activity> ended, long couponId) =>
        ended.Where(span => span.OperationName == "turn" && (string?)span.GetTagItem("key") == $"{couponId}");
}

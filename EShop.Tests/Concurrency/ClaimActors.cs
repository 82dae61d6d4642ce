using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Concurrency;

/// <summary>Does to the real shop what the model does in memory, on any of several nodes.</summary>
internal sealed class ClaimActors(TestShop shop, IReadOnlyList<TestShop.Node> nodes, ClaimActors.Cast cast)
{
    /// <summary>Nobody can say whether it was done.</summary>
    public const string Unknown = "Unknown";

    private static readonly Basket Goods = new([new BasketLine(1, 1, new Money(50_000))], Money.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Cast People => cast;

    /// <summary>Who and what takes part.</summary>
    public sealed record Cast(IReadOnlyList<long> Coupons, IReadOnlyList<long> Accounts, long Admin);

    /// <summary>The shop's answer; <see cref="Unknown"/> when it broke in the middle.</summary>
    public async Task<string> DoAsync(Act act, int node)
    {
        try
        {
            return act switch
            {
                Act.Claim claim => await ClaimAsync(claim, nodes[node]),
                Act.Change change => await ChangeAsync(change, nodes[node]),
                Act.Total total => await TotalAsync(total, nodes[node]),
                Act.Hold hold => await HoldAsync(hold, nodes[node]),
                Act.GiveBack back => await GiveBackAsync(back, nodes[node]),
                _ => throw new NotSupportedException($"{act}"),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or CommitUnknownException)
        {
            return Unknown;
        }
    }

    /// <summary>What the database has, as the model has it.</summary>
    public Task<(List<ClaimModel.CouponRow> Coupons, Dictionary<Guid, ClaimModel.ClaimRow> Claims)> StateAsync() =>
        shop.ReadAsync(async db =>
        {
            var coupons = await db.Set<Coupon>().Where(c => cast.Coupons.Contains(c.Id)).OrderBy(c => c.Id)
                .Select(c => new ClaimModel.CouponRow(c.Total, c.LimitPerPerson, c.Claimed, c.Version, c.State))
                .ToListAsync(Ct);
            var claims = await db.Set<CouponClaim>().Where(c => cast.Coupons.Contains(c.CouponId)).ToListAsync(Ct);
            return (coupons, claims.ToDictionary(c => c.RequestKey, c => new ClaimModel.ClaimRow(
                cast.Coupons.ToList().IndexOf(c.CouponId), c.AccountId, c.State, c.OrderNumber)));
        });

    private async Task<string> ClaimAsync(Act.Claim act, TestShop.Node node)
    {
        var request = new ClaimCouponRequest(act.Account, cast.Coupons[act.Coupon], act.Key);
        var answer = await node.Get<ClaimCoupon>().ExecuteAsync(request, Ct);
        return answer.Status.ToString();
    }

    private async Task<string> ChangeAsync(Act.Change act, TestShop.Node node)
    {
        var request = new ChangeCouponStateRequest(cast.Admin, cast.Coupons[act.Coupon], act.Version, act.To);
        return (await node.Get<ChangeCouponState>().ExecuteAsync(request, Ct)).ToString();
    }

    private async Task<string> TotalAsync(Act.Total act, TestShop.Node node)
    {
        var request = new ChangeCouponTotalRequest(cast.Admin, cast.Coupons[act.Coupon], act.Version, act.To);
        var status = (await node.Get<ChangeCouponTotal>().ExecuteAsync(request, Ct)).Status;
        return (status == ChangeCouponTotalStatus.BelowClaimed ? ChangeCouponTotalStatus.Stale : status).ToString();
    }

    private async Task<string> HoldAsync(Act.Hold act, TestShop.Node node)
    {
        var claim = await shop.ReadAsync(db => db.Set<CouponClaim>().SingleAsync(c => c.RequestKey == act.Key, Ct));
        var result = await node.Get<HoldClaim>().ExecuteAsync(new HoldClaimRequest(
            claim.AccountId, claim.Id, OrderNumber.Stored(act.Order), Goods, shop.Now.AddDays(30)), Ct);
        return result.Status.ToString();
    }

    private async Task<string> GiveBackAsync(Act.GiveBack act, TestShop.Node node) =>
        (await node.Get<ShopStore>().WriteAsync(
            db => CouponLedger.SettleAsync(
                db, shop.Now, [new Settling(OrderNumber.Stored(act.Order), LockState.Cancel, "model", long.MaxValue)],
                Ct),
            Ct) > 0).ToString();
}

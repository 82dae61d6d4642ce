using System.Reflection;
using System.Runtime.CompilerServices;
using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Core.Staff;
using EShop.Tests.House;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Staff;

/// <summary>Who is no admin is refused by every use case of staff, whatever the pages show.</summary>
public sealed class StaffGateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What acts for staff says so in its request.</summary>
    private static readonly IReadOnlyList<(Type UseCase, MethodInfo Execute, Type Request)> All =
    [
        .. from type in typeof(Money).Assembly.GetTypes()
           where type is { IsClass: true, IsPublic: true }
           let execute = type.GetMethod("ExecuteAsync")
           where execute is not null && execute.GetParameters().Length == 2
           let request = execute.GetParameters()[0].ParameterType
           where request.GetProperty("ActorId") is not null
           select (type, execute, request),
    ];

    [Fact]
    public void There_are_such_use_cases() => Assert.True(All.Count >= 22, $"Only {All.Count} were found.");

    [Fact]
    public void Each_of_them_asks_the_gate() => Rule.Holds(
        "A request with an ActorId is that of a use case which asks StaffGate.",
        from each in All
        where !each.UseCase.GetConstructors().Single().GetParameters().Any(p => p.ParameterType == typeof(StaffGate))
        select each.UseCase.FullName!);

    [Theory, EachStore]
    public async Task Abuse_60_a_plain_account_is_refused_by_every_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var plain = (await shop.AccountsAsync(1))[0];
        foreach (var actor in new[] { plain, 0, -1, long.MaxValue })
            Assert.Equal([], await LetInAsync(shop, actor));
        Assert.Equal([], await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task Abuse_62_an_admin_without_second_factor_is_refused_by_every_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var bare = await shop.GiveRoleAsync((await shop.AccountsAsync(1))[0]);
        Assert.Equal([], await LetInAsync(shop, bare));

        var admin = await shop.AdminAsync();
        await shop.WriteAsync(db => db.Set<Account>().Where(a => a.Id == admin)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsPasswordOneTime, true), Ct));
        Assert.Equal([], await LetInAsync(shop, admin));
        Assert.Equal([], await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task Abuse_62_a_second_factor_that_was_taken_away_is_gone_with_the_next_command(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var request = new ListTasksRequest(admin, TaskKind.Stock, null, "", 1);
        Assert.Equal(ListTasksStatus.Listed, (await shop.Get<ListTasks>().ExecuteAsync(request, Ct)).Status);
        await shop.WriteAsync(db => AuthenticatorLedger.RemoveAsync(db, admin, Ct));
        Assert.Equal(ListTasksStatus.NotAllowed, (await shop.Get<ListTasks>().ExecuteAsync(request, Ct)).Status);
    }

    [Theory, EachStore]
    public async Task Abuse_61_a_role_that_was_taken_away_is_gone_with_the_next_command(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var request = new ListTasksRequest(admin, TaskKind.Stock, null, "", 1);
        Assert.Equal(ListTasksStatus.Listed, (await shop.Get<ListTasks>().ExecuteAsync(request, Ct)).Status);
        await shop.TakeRoleAwayAsync(admin);
        Assert.Equal(ListTasksStatus.NotAllowed, (await shop.Get<ListTasks>().ExecuteAsync(request, Ct)).Status);
    }

    private static async Task<IReadOnlyList<string>> LetInAsync(TestShop shop, long actorId)
    {
        var letIn = new List<string>();
        foreach (var (useCase, execute, requestType) in All)
        {
            // Nothing but the actor is filled in: whoever reads on before it asks, fails.
            var request = RuntimeHelpers.GetUninitializedObject(requestType);
            requestType.GetProperty("ActorId")!.SetValue(request, actorId);
            var get = typeof(TestShop).GetMethod(nameof(TestShop.Get))!.MakeGenericMethod(useCase);
            var task = (Task)execute.Invoke(get.Invoke(shop, null), [request, Ct])!;
            await task;
            var answer = task.GetType().GetProperty("Result")!.GetValue(task)!;
            var status = answer.GetType().GetProperty("Status")?.GetValue(answer) ?? answer;
            if (status.ToString() != "NotAllowed") letIn.Add($"{useCase.Name}: {status}");
        }
        return letIn;
    }
}

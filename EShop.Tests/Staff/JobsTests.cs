using System.Globalization;
using EShop.Core.Jobs;
using EShop.Core.Staff;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EShop.Tests.Staff;

/// <summary>The timed jobs in the hands of staff.</summary>
public sealed class JobsTests
{
    private const string Job = "watch-low-stock";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_paused_job_runs_on_no_node_until_it_is_resumed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, runs) = (await shop.AdminAsync(), 0);
        var (pause, resume) = (shop.Get<PauseJob>(), shop.Get<ResumeJob>());

        Assert.Equal(PauseJobStatus.NotFound, await pause.ExecuteAsync(new(admin, "no-such-job"), Ct));
        Assert.Equal(ResumeJobStatus.NotFound, await resume.ExecuteAsync(new(admin, "no-such-job"), Ct));
        Assert.Equal(ResumeJobStatus.NotPaused, await resume.ExecuteAsync(new(admin, Job), Ct));
        var pressed = await Race.RunAsync(4, _ => pause.ExecuteAsync(new(admin, Job), Ct));
        Assert.Equal(1, pressed.Count(status => status == PauseJobStatus.Paused));
        Assert.Equal(3, pressed.Count(status => status == PauseJobStatus.AlreadyPaused));

        // Also on a node that starts now: the pause is a row.
        await SweepAsync(shop.Get<Sweep>());
        await SweepAsync(shop.SecondNode().Get<Sweep>());
        Assert.Equal(0, runs);
        Assert.Equal(RunJobStatus.Paused, await shop.Get<RunJob>().ExecuteAsync(new(admin, Job), Ct));
        var row = await RowAsync(shop, admin);
        Assert.Equal((shop.Now, null, null), (row.PausedAt, row.LastAt, row.NextAt));

        Assert.Equal(ResumeJobStatus.Resumed, await resume.ExecuteAsync(new(admin, Job), Ct));
        Assert.Equal(ResumeJobStatus.NotPaused, await resume.ExecuteAsync(new(admin, Job), Ct));
        await SweepAsync(shop.Get<Sweep>());
        Assert.Equal(1, runs);
        Assert.Equal([$"job.pause job {Job}: on time → paused", $"job.resume job {Job}: paused → on time"],
            await shop.TrailAsync());

        Task SweepAsync(Sweep sweep) => sweep.RunAsync(Job, _ =>
        {
            runs++;
            return Task.CompletedTask;
        }, Ct);
    }

    [Fact]
    public async Task Each_job_tells_when_it_ran_last_on_any_node_for_how_long_and_whether_it_failed()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var admin = await shop.AdminAsync();
        var jobs = (await shop.Get<ListJobs>().ExecuteAsync(new(admin), Ct)).Jobs;
        Assert.Equal(12, jobs.Count);
        Assert.All(jobs, job => Assert.Equal((null, null, false), (job.PausedAt, job.LastAt, job.HasFailed)));
        Assert.Equal(TimeSpan.FromMinutes(1), jobs.Single(job => job.Name == Job).Period);

        var began = shop.Now;
        await shop.SecondNode().Get<Sweep>().RunAsync(Job, _ =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        }, Ct);
        var row = await RowAsync(shop, admin);
        Assert.Equal((began, TimeSpan.FromSeconds(3), false), (row.LastAt, row.LastTook, row.HasFailed));

        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Get<Sweep>().RunAsync(
            Job, _ => throw new InvalidOperationException("It failed."), Ct));
        row = await RowAsync(shop, admin);
        Assert.Equal((shop.Now, true), (row.LastAt, row.HasFailed));
        Assert.Equal(ListJobsStatus.NotAllowed, (await shop.Get<ListJobs>().ExecuteAsync(new(0), Ct)).Status);
    }

    [Fact]
    public async Task A_job_that_is_run_now_runs_by_the_scheduler()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var admin = await shop.AdminAsync();
        var scheduler = await shop.Get<ISchedulerFactory>().GetScheduler(Ct);
        await scheduler.PauseTrigger(ShopJob.TriggerOf(new JobKey(Job)), Ct); // so that only the hand runs it
        await scheduler.Start(Ct);
        Assert.Equal(RunJobStatus.NotFound, await shop.Get<RunJob>().ExecuteAsync(new(admin, "no-such-job"), Ct));

        Assert.Equal(RunJobStatus.Started, await shop.Get<RunJob>().ExecuteAsync(new(admin, Job), Ct));

        await Until.TrueAsync(async () => (await RowAsync(shop, admin)).LastAt is not null);
        Assert.Equal([$"job.run job {Job}:  → "], await shop.TrailAsync());
        await scheduler.Shutdown(true, Ct);
    }

    [Fact]
    public async Task Each_job_has_a_name_in_both_languages()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var jobs = (await shop.Get<ListJobs>().ExecuteAsync(new(await shop.AdminAsync()), Ct)).Jobs;
        var words = new System.Resources.ResourceManager(
            "EShop.Web.Admin.JobWords", typeof(EShop.Web.Admin.AdminPage).Assembly);
        foreach (var culture in new[] { "en", "zh" })
            Assert.All(
                jobs, job => Assert.NotNull(words.GetString($"Job_{job.Name}", CultureInfo.GetCultureInfo(culture))));
    }

    private static async Task<JobRow> RowAsync(TestShop shop, long admin) =>
        (await shop.Get<ListJobs>().ExecuteAsync(new(admin), Ct)).Jobs.Single(job => job.Name == Job);
}

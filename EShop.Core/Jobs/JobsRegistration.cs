using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EShop.Core.Jobs;

internal static class JobsRegistration
{
    /// <summary>The start of the shop is busy enough.</summary>
    private static readonly TimeSpan FirstRunAfter = TimeSpan.FromSeconds(2);

    /// <summary>Quartz, in memory, as a clock only: what is due stands in the rows (style 36).</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobRuns>();
        services.AddSingleton<Sweep>();
        return services.AddQuartz(quartz => quartz.UseInMemoryStore());
    }

    /// <summary>Runs a job again and again, first shortly after the start; a run that is late is not made up for.
    /// </summary>
    public static IServiceCollection AddShopJob<TJob>(
        this IServiceCollection services, JobKey key, Func<IServiceProvider, TimeSpan> periodOf)
        where TJob : class, IJob =>
        services.AddSingleton(provider => new ShopJob(key, periodOf(provider)))
            .AddQuartz(quartz => quartz.ScheduleJob<TJob>(
            (provider, trigger) => trigger
                .WithIdentity(ShopJob.TriggerOf(key))
                .StartAt(provider.GetRequiredService<TimeProvider>().GetUtcNow() + FirstRunAfter)
                .WithSimpleSchedule(schedule => schedule
                    .WithInterval(periodOf(provider))
                    .RepeatForever()
                    .WithMisfireInstruction(
                        SimpleTriggerMisfireInstruction.NextWithRemainingCount)),
            (_, job) => job.WithIdentity(key)));
}

using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Books;

/// <summary>The timed check of the books; its outcome is saved for the admin page.</summary>
[DisallowConcurrentExecution]
internal sealed class CheckBooksJob(CheckBooks check, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("check-books");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(
            Key.Name, ct => check.ExecuteAsync(new CheckBooksRequest(IsSaved: true), ct), cancellationToken);
}

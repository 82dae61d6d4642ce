using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Staff;

/// <summary>What staff reads and does across features; what concerns one feature alone stands there.</summary>
internal static class StaffRegistration
{
    public static IServiceCollection AddStaff(this IServiceCollection services) => services
        .AddSingleton<ShowDashboard>()
        .AddSingleton<ListTasks>()
        .AddSingleton<SettleNow>()
        .AddSingleton<ShowBooks>()
        .AddSingleton<ListStaffActions>()
        .AddSingleton<ShowMetrics>()
        .AddSingleton<ListMessages>()
        .AddSingleton<ListJobs>()
        .AddSingleton<RunJob>()
        .AddSingleton<PauseJob>()
        .AddSingleton<ResumeJob>()
        .AddSingleton<RetryMessage>()
        .AddSingleton<ListCustomers>();
}

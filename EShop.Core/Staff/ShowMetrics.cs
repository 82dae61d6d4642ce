using EShop.Core.Accounts;
using EShop.Core.Telemetry;

namespace EShop.Core.Staff;

public enum ShowMetricsStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Shown,
}

/// <param name="Steps">How far back, in steps of <see cref="MetricHistory.StepLength"/>; brought into 1 to
/// <see cref="MetricHistory.StepsMax"/> less one.</param>
public sealed record ShowMetricsRequest(long ActorId, int Steps);

/// <param name="Node">Whose figures they are.</param>
public sealed record ShowMetricsResult(ShowMetricsStatus Status, string Node, IReadOnlyList<MetricLine> Lines);

/// <summary>The figures of the last hour on this node: claims, orders, lines and turns, locks, what waits, the books.
/// </summary>
public sealed class ShowMetrics(MetricHistory history, StaffGate gate)
{
    public async Task<ShowMetricsResult> ExecuteAsync(ShowMetricsRequest request, CancellationToken ct) =>
        await gate.IsAdminAsync(request.ActorId, ct)
            ? new ShowMetricsResult(ShowMetricsStatus.Shown, Environment.MachineName,
                history.Read(Math.Clamp(request.Steps, 1, MetricHistory.StepsMax - 1)))
            : new ShowMetricsResult(ShowMetricsStatus.NotAllowed, "", []);
}

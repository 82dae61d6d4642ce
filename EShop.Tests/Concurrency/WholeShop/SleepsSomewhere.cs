using System.Data.Common;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Holds somebody up before a transaction, while others go on: what was read before is old when it wakes. On
/// SQLite it keeps the turn of its own node to write, so it needs a node for itself.</summary>
internal sealed class SleepsSomewhere : IDbTransactionInterceptor
{
    private static readonly AsyncLocal<Sleep?> _mine = new();

    /// <summary>Begins something, and comes back when that sleeps, or is done and never came so far.</summary>
    /// <param name="step">Before which of its transactions it falls asleep.</param>
    /// <param name="actAsync">What is begun.</param>
    public static async Task<Sleep> BeginAsync(int step, Func<Task<Done>> actAsync)
    {
        var sleep = new Sleep(step);
        sleep.Done = ActAsync(sleep, actAsync);
        await Task.WhenAny(sleep.Pause.ReachedAsync(), sleep.Done);
        return sleep;
    }

    /// <summary>Whatever is called from here on belongs to somebody else.</summary>
    public static void StayAwake() => _mine.Value = null;

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (_mine.Value is { } sleep && sleep.IsNow())
        {
            await sleep.Pause.StandAsync().WaitAsync(cancellationToken);
            if (sleep.IsLast) throw new InvalidOperationException(DiesSomewhere.Text);
        }

        return result;
    }

    private static async Task<Done> ActAsync(Sleep sleep, Func<Task<Done>> actAsync)
    {
        _mine.Value = sleep;
        return await actAsync();
    }

    internal sealed class Sleep(int step)
    {
        private int _left = step;

        public Pause Pause { get; } = new();

        public bool IsLast { get; private set; }

        public Task<Done> Done { get; set; } = null!;

        public bool IsNow() => Interlocked.Decrement(ref _left) == 0;

        /// <param name="dies">It ends where it slept, as if its process had died there.</param>
        public Task<Done> WakeAsync(bool dies)
        {
            IsLast = dies;
            Pause.Release();
            return Done;
        }
    }
}

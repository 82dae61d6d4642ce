using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Faults;

/// <summary>The steps of a turn of claims at which something can go wrong (L1 is the lock, L6 its release).
/// </summary>
public enum FaultStep
{
    L2Begin = 1,
    L3Insert,
    L4Count,

    /// <summary>Nothing is committed yet.</summary>
    L5Commit,

    /// <summary>All is committed, and nobody knows yet.</summary>
    L5Committed,
}

/// <summary>Does something at an exact step of the first turn that comes there after <see cref="Arm"/>: throws, waits
/// or breaks a wire. Later turns pass.</summary>
internal sealed class AtStep(FaultStep step, Func<Task> actAsync) : IDbTransactionInterceptor, IDbCommandInterceptor
{
    private int _armed;

    /// <summary>True once it was done.</summary>
    public bool IsDone { get; private set; }

    public static AtStep Throw(FaultStep step) =>
        new(step, () => throw new InvalidOperationException($"A fault at {step}."));

    public void Arm() => Volatile.Write(ref _armed, 1);

    public void Disarm() => Volatile.Write(ref _armed, 0);

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        await PassAsync(FaultStep.L2Begin);
        return result;
    }

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        await PassAsync(FaultStep.L5Commit);
        return result;
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        PassAsync(FaultStep.L5Committed);

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("insert into coupon_claims", StringComparison.Ordinal))
            await PassAsync(FaultStep.L3Insert);
        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal)) await PassAsync(FaultStep.L4Count);
        return result;
    }

    private async Task PassAsync(FaultStep here)
    {
        if (here != step || Interlocked.Exchange(ref _armed, 0) == 0) return;
        IsDone = true;
        await actAsync();
    }
}

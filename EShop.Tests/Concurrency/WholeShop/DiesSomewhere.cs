using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>Breaks whoever comes to the n-th step of the store after <see cref="Arm"/>: before a statement, before or
/// after a commit. At a commit it is either the process that dies there or the store's answer that is lost.</summary>
internal sealed class DiesSomewhere : IDbTransactionInterceptor, IDbCommandInterceptor
{
    public const string Text = "A fault at a step of the store.";
    private int _left;
    private bool _losesAnswer;

    public void Arm(int step, bool losesAnswer)
    {
        _losesAnswer = losesAnswer;
        Volatile.Write(ref _left, step);
    }

    /// <summary>True: it had happened by then.</summary>
    public bool Disarm() => Interlocked.Exchange(ref _left, 0) < 0;

    /// <summary>Whether an error is a fault of ours, or what a use case may say of one.</summary>
    public static bool IsBehind(Exception? error) =>
        error is not null && (error.Message == Text || IsBehind(error.InnerException));

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default) => Pass(result, isCommit: false);

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default) => Pass(result, isCommit: true);

    public async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        await Pass(true, isCommit: true);

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) => Pass(result, isCommit: false);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default) => Pass(result, isCommit: false);

    private ValueTask<T> Pass<T>(T result, bool isCommit)
    {
        // Zero and below is disarmed; minus one says that it has happened.
        for (var left = Volatile.Read(ref _left); left > 0; left = Volatile.Read(ref _left))
        {
            if (Interlocked.CompareExchange(ref _left, left == 1 ? -1 : left - 1, left) != left) continue;
            if (left > 1) break;
            throw isCommit && _losesAnswer ? new IOException(Text) : new InvalidOperationException(Text);
        }

        return ValueTask.FromResult(result);
    }
}

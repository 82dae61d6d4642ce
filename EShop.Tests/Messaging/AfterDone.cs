using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Messaging;

/// <summary>Does something once, right after the commit that marks messages as done: they are handled, and the broker
/// does not know yet.</summary>
internal sealed class AfterDone(Action act) : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private DbTransaction? _marking;
    private int _isOver;

    public bool IsOver => Volatile.Read(ref _isOver) == 1;

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        if (command.CommandText.Contains("done_at", StringComparison.Ordinal))
            Interlocked.CompareExchange(ref _marking, command.Transaction, null);
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(transaction, _marking) && Interlocked.Exchange(ref _isOver, 1) == 0) act();
        return Task.CompletedTask;
    }
}

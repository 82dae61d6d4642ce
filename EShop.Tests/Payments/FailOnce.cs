using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Payments;

/// <summary>Fails the first write that comes after it is armed and speaks of a column or a value.</summary>
internal sealed class FailOnce(string word) : DbCommandInterceptor
{
    private int _armed;

    public bool IsDone { get; private set; }

    public void Arm() => Volatile.Write(ref _armed, 1);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        Pass(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Pass(command);
        return ValueTask.FromResult(result);
    }

    private void Pass(DbCommand command)
    {
        var isIt = command.CommandText.Contains(word, StringComparison.Ordinal)
            || command.Parameters.Cast<DbParameter>().Any(p => p.Value is string text && text == word);
        if (!isIt || command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
            || Interlocked.Exchange(ref _armed, 0) == 0) return;
        IsDone = true;
        throw new InvalidOperationException("A fault at an exact place.");
    }
}

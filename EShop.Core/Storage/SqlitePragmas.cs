using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Core.Storage;

/// <summary>Sets what SQLite keeps per connection. The provider leaves <c>busy_timeout</c> at 0 and polls on a blocked
/// thread instead; FULL makes a commit survive a loss of power.</summary>
internal sealed class SqlitePragmas(TimeSpan busyWait) : DbConnectionInterceptor
{
    private readonly string _pragmas = string.Create(CultureInfo.InvariantCulture,
        $"pragma busy_timeout={(int)busyWait.TotalMilliseconds};pragma synchronous=FULL;pragma foreign_keys=ON;"
        + $"pragma temp_store=MEMORY;");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EShop.Core.Storage;

/// <summary>A commit that failed is unknown, not failed: the rows may be there. Look the key up, then decide.</summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The store did not say whether the transaction was committed.", inner);

/// <summary>The store is locked by another process, or cannot be reached, for longer than a shopper should
/// wait.</summary>
public sealed class StoreBusyException(Exception inner)
    : Exception("The store is busy; nothing was changed.", inner)
{
    /// <summary>Whether this is what an exception means that came straight from a store, as Identity's do.</summary>
    public static bool IsMeantBy(Exception error) =>
        error is StoreBusyException || StoreErrors.IsBusy(error) || StoreErrors.IsUnable(error)
            || StoreErrors.IsBrokenOff(error);
}

/// <summary>What an exception of a store means; the one place where error numbers are read.</summary>
internal static class StoreErrors
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteFull = 13, SqliteCannotOpen = 14;
    private const int SqliteConstraint = 19;
    private const int SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;

    /// <summary>A unique index or primary key said no: somebody was first (style 24).</summary>
    public static bool IsDuplicate(Exception error) => Root(error) switch
    {
        SqliteException e => e.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException e => e.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>A CHECK or foreign key said no: a guard that the code should have had.</summary>
    public static bool IsRefusedByConstraint(Exception error) => Root(error) switch
    {
        SqliteException e => e.SqliteErrorCode == SqliteConstraint && !IsDuplicate(error),
        PostgresException e => e.SqlState is PostgresErrorCodes.CheckViolation
            or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.NotNullViolation,
        _ => false,
    };

    /// <summary>The store broke the transaction off and nothing of it stands: run it again.</summary>
    public static bool IsBrokenOff(Exception error) => Root(error) switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException e => e.IsTransient && !IsUnable(e),
        _ => false,
    };

    public static bool IsBusy(Exception error) => Root(error) switch
    {
        SqliteException e => e.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException e => e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled,
        _ => false,
    };

    /// <summary>It has no room or no handles left, or no answer came in time: what the statement asked for was not
    /// done, and to ask again at once would only take as long again. Of a commit nothing is known.</summary>
    public static bool IsUnable(Exception error) => Root(error) switch
    {
        SqliteException e => e.SqliteErrorCode is SqliteFull or SqliteCannotOpen,
        PostgresException e => e.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory,
        NpgsqlException { InnerException: TimeoutException } => true,
        _ => false,
    };

    // EF wraps what a save met; Npgsql wraps what it deems transient, a deadlock for one, in InvalidOperationException.
    private static Exception Root(Exception error) =>
        error is DbUpdateException or InvalidOperationException && error.InnerException is { } inner
            ? Root(inner)
            : error;
}

using EShop.Core.Accounts;
using EShop.Core.Books;

namespace EShop.Core.Staff;

public enum ShowBooksStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Shown,
}

/// <param name="CheckFirst">Check every line now, and keep the check, before the history is shown.</param>
public sealed record ShowBooksRequest(long ActorId, bool CheckFirst);

public sealed record ShowBooksResult(ShowBooksStatus Status, ReadBookHistoryResult? History);

/// <summary>The last checks of the books for staff, and a new one when they ask for it.</summary>
public sealed class ShowBooks(StaffGate gate, CheckBooks check, ReadBookHistory history)
{
    private const int ChecksShown = 50;

    public async Task<ShowBooksResult> ExecuteAsync(ShowBooksRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return new ShowBooksResult(ShowBooksStatus.NotAllowed, null);
        if (request.CheckFirst) await check.ExecuteAsync(new CheckBooksRequest(IsSaved: true), ct);
        var shown = await history.ExecuteAsync(new ReadBookHistoryRequest(ChecksShown), ct);
        return new ShowBooksResult(ShowBooksStatus.Shown, shown);
    }
}

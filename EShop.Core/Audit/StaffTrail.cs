using EShop.Core.Storage;

namespace EShop.Core.Audit;

/// <summary>Writes the trail of staff actions, in the caller's transaction.</summary>
internal static class StaffTrail
{
    public static void Add(
        ShopDbContext db, DateTimeOffset now, long staffId, string action, string subject, string before,
        string after) =>
        db.Set<StaffAction>().Add(new StaffAction
        {
            StaffId = staffId,
            Action = action,
            Subject = subject,
            Before = Cut(before),
            After = Cut(after),
            At = now,
        });

    private static string Cut(string text) => text.Length <= StaffAction.TextMax ? text : text[..StaffAction.TextMax];
}

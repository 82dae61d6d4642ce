using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

public enum EditProfileStatus
{
    InvalidName = 1,
    NoAccount = 2,
    Saved = 3,
}

/// <param name="AccountId">Whose profile.</param>
/// <param name="DisplayName">As typed.</param>
/// <param name="Culture">The language of mails.</param>
public sealed record EditProfileRequest(long AccountId, string DisplayName, string Culture);

public sealed class EditProfile(ShopStore store)
{
    public async Task<EditProfileStatus> ExecuteAsync(EditProfileRequest request, CancellationToken ct)
    {
        if (!DisplayName.TryClean(request.DisplayName, out var name))
            return EditProfileStatus.InvalidName;
        var culture = MailReader.CultureOf(request.Culture);
        var rows = await store.WriteAsync(
            db => db.Set<Account>().Where(a => a.Id == request.AccountId).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.DisplayName, name).SetProperty(a => a.Culture, culture), ct),
            ct);
        return rows == 1 ? EditProfileStatus.Saved : EditProfileStatus.NoAccount;
    }
}

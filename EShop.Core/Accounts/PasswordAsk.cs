using EShop.Core.Accounts.Passwords;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Accounts;

/// <summary>What asking the password again can answer before something that cannot be taken back.</summary>
public enum PasswordAskStatus
{
    NoAccount = 1,

    /// <summary>Too many wrong ones; see the wait.</summary>
    Locked = 2,
    Busy = 3,
    Wrong = 4,
    Right = 5,
}

/// <param name="Account">As it was when its password was checked; null unless right.</param>
internal sealed record PasswordAnswer(PasswordAskStatus Status, TimeSpan RetryAfter, Account? Account);

/// <summary>Asks who is signed in for the password again: an open screen must not be enough to take an account over. It
/// counts apart from signing in, so that nobody is locked out by it.</summary>
public sealed class PasswordAsk(
    ShopStore store, PasswordHashing hashing, SignInLimits limits, TimeProvider clock)
{
    internal async Task<PasswordAnswer> AskAsync(
        long accountId, string password, NetworkAddress network, CancellationToken ct)
    {
        var account = await store.ReadAsync(
            db => db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId && a.ErasedAt == null, ct), ct);
        if (account is null)
            return Refused(PasswordAskStatus.NoAccount);
        var subject = new SignInSubject(account.NormalizedEmail!, network, "ask-password");
        var limit = await limits.TakeAsync(subject, clock.GetUtcNow(), ct);
        if (limit.Status is not null)
            return new PasswordAnswer(PasswordAskStatus.Locked, limit.RetryAfter, null);
        var typed = password.Length > PasswordPolicy.LengthMax * 2 ? "" : password;
        switch (await hashing.CheckAsync(new PasswordToCheck(account.PasswordHash, typed), ct))
        {
            case PasswordCheck.Busy:
                return Refused(PasswordAskStatus.Busy);
            case PasswordCheck.Wrong:
                return Refused(PasswordAskStatus.Wrong);
            case PasswordCheck.RightButWeak or PasswordCheck.Right:
                await limits.ForgetAsync(subject, ct);
                return new PasswordAnswer(PasswordAskStatus.Right, TimeSpan.Zero, account);
            default:
                throw new InvalidOperationException("Unknown password check.");
        }
    }

    private static PasswordAnswer Refused(PasswordAskStatus status) => new(status, TimeSpan.Zero, null);
}

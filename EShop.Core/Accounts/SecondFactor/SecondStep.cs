namespace EShop.Core.Accounts.SecondFactor;

/// <summary>The password was right, and that is not enough.</summary>
/// <param name="Ticket">Sealed; with it the second step can be taken for ten minutes, as long as the password and the
/// rights of the account stay as they are.</param>
/// <param name="HasAuthenticator">A code of the app or a recovery code will do.</param>
/// <param name="HasPasskey">A passkey will do.</param>
public sealed record SecondStep(string Ticket, bool HasAuthenticator, bool HasPasskey)
{
    internal static SecondStep? Of(Account account, Factors factors, TimedSeals seals, DateTimeOffset now) =>
        factors.AsksForStep
            ? new SecondStep(
                seals.Seal(new SealedNote(SealKind.SecondStep, account.Id, account.SecurityStamp!), now),
                factors.HasAuthenticator, factors.HasPasskey)
            : null;
}

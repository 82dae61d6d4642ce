using EShop.Core.Accounts.Codes;
using EShop.Core.Mail;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

/// <summary>First step of choosing a new password: a code goes to the address, or a mail that says that it has no
/// account. Works also while the account is locked, so that the lock is no weapon (abuse 5).</summary>
public sealed partial class BeginPasswordReset(CodeDesk desk, TimeProvider clock, ILogger<BeginPasswordReset> log)
{
    public async Task<AskForCodeResult> ExecuteAsync(AskForCodeRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await desk.AskAsync(request, CodePurpose.ResetPassword, Letter, now, ct);
        LogBegun(log, result.Status);
        return result;
    }

    private static MailLetter Letter(AskedCode asked) => asked.IsRegistered
        ? AccountMails.ResetCode(asked.Reader, asked.Code, asked.ExpiresAt)
        : AccountMails.NotRegistered(asked.Reader, asked.ExpiresAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Password reset begun: {Status}")]
    private static partial void LogBegun(ILogger log, AskForCodeStatus status);
}

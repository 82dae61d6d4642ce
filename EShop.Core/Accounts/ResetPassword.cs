using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum ResetPasswordStatus
{
    PasswordRefused = 1,
    CodeNotLive = 2,
    CodeVoid = 3,
    CodeWrong = 4,
    TryAgainShortly = 5,
    Busy = 6,
    Reset = 7,
}

public sealed record ResetPasswordRequest(EmailAddress Email, string Visitor, string Code, string Password);

public sealed record ResetPasswordResult(
    ResetPasswordStatus Status, PasswordVerdict Password, SignedInAccount? Account);

/// <summary>Sets a new password with a code by mail. Every other session of the account ends.</summary>
public sealed partial class ResetPassword(
    ShopStore store, MailCodes codes, PasswordHashing hashing, SignInLimits limits, TimeProvider clock,
    ILogger<ResetPassword> log)
{
    public async Task<ResetPasswordResult> ExecuteAsync(ResetPasswordRequest request, CancellationToken ct)
    {
        var result = await TryAsync(request, clock.GetUtcNow(), ct);
        LogReset(log, result.Account?.Id ?? 0, result.Status);
        return result;
    }

    private async Task<ResetPasswordResult> TryAsync(
        ResetPasswordRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var subject = new CodeSubject(CodePurpose.ResetPassword, request.Email, request.Visitor);
        var verdict = PasswordPolicy.Judge(new PasswordCandidate(request.Password, request.Email, ""));
        var code = await codes.CheckAsync(subject, request.Code, now, ct);
        if (verdict != PasswordVerdict.Accepted)
            return new ResetPasswordResult(ResetPasswordStatus.PasswordRefused, verdict, null);
        if (code != CodeStatus.Right)
            return Refused(StatusOf(code));
        var hash = await hashing.HashAsync(request.Password, ct);
        if (hash is null)
            return Refused(ResetPasswordStatus.Busy);
        var consumed = await codes.ConsumeAsync(subject, request.Code, now, ct);
        if (consumed != CodeStatus.Right)
            return Refused(StatusOf(consumed));
        var signedIn = await store.WriteAsync(db => WriteAsync(db, request.Email, hash, now, ct), ct);
        if (signedIn is null)
            return Refused(ResetPasswordStatus.CodeNotLive);
        await limits.ForgetAsync(new SignInSubject(request.Email.Value, default, null), ct);
        return new ResetPasswordResult(ResetPasswordStatus.Reset, verdict, signedIn);
    }

    private static async Task<SignedInAccount?> WriteAsync(
        ShopDbContext db, EmailAddress email, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var account = await AccountReads.FindAsync(db, email, ct);
        if (account is null)
            return null;
        account.PasswordHash = hash;
        account.SecurityStamp = RandomToken.New();
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        MailQueue.Add(db, now, AccountMails.PasswordChanged(new MailReader(email, account.Culture)));
        return await AccountReads.SignedInAsync(db, account, ct);
    }

    private static ResetPasswordResult Refused(ResetPasswordStatus status) =>
        new(status, PasswordVerdict.Accepted, null);

    private static ResetPasswordStatus StatusOf(CodeStatus status) => status switch
    {
        CodeStatus.TryAgainShortly => ResetPasswordStatus.TryAgainShortly,
        CodeStatus.NotLive => ResetPasswordStatus.CodeNotLive,
        CodeStatus.Void => ResetPasswordStatus.CodeVoid,
        CodeStatus.Wrong => ResetPasswordStatus.CodeWrong,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Password reset of account {AccountId}: {Status}")]
    private static partial void LogReset(ILogger log, long accountId, ResetPasswordStatus status);
}

using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Accounts.SecondFactor;
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

    /// <summary>The password is the new one; a code or a passkey has to follow: the mailbox alone opens no account
    /// that asks for more.</summary>
    SecondStep = 7,
    Reset = 8,
}

public sealed record ResetPasswordRequest(EmailAddress Email, string Visitor, string Code, string Password);

public sealed record ResetPasswordResult(
    ResetPasswordStatus Status, PasswordVerdict Password, SignedInAccount? Account)
{
    /// <summary>What has to follow; else null.</summary>
    public SecondStep? Step { get; init; }
}

/// <summary>Sets a new password with a code by mail. Every other session of the account ends. An address that the
/// account had until a few days ago takes it back this way.</summary>
public sealed partial class ResetPassword(
    ShopStore store, MailCodes codes, PasswordHashing hashing, SignInLimits limits, TimedSeals seals,
    TimeProvider clock, ILogger<ResetPassword> log)
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
        var result = await store.WriteAsync(db => WriteAsync(db, request.Email, hash, now, ct), ct);
        if (result.Status != ResetPasswordStatus.CodeNotLive)
            await limits.ForgetAsync(new SignInSubject(request.Email.Value, default, null), ct);
        return result;
    }

    private async Task<ResetPasswordResult> WriteAsync(
        ShopDbContext db, EmailAddress email, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var account = await AccountReads.FindAsync(db, email, ct)
            ?? await FormerEmails.TakeBackAsync(db, email, now, ct);
        if (account is null)
            return Refused(ResetPasswordStatus.CodeNotLive);
        account.PasswordHash = hash;
        account.IsPasswordOneTime = false;
        account.SecurityStamp = RandomToken.New();
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        MailQueue.Add(db, now, AccountMails.PasswordChanged(new MailReader(email, account.Culture)));
        var factors = await Factors.OfAsync(db, account.Id, ct);
        return SecondStep.Of(account, factors, seals, now) is { } step
            ? Refused(ResetPasswordStatus.SecondStep) with { Step = step }
            : new ResetPasswordResult(
                ResetPasswordStatus.Reset, PasswordVerdict.Accepted, AccountReads.SignedIn(account, factors));
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

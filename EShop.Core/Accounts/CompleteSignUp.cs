using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Objects;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Accounts;

public enum CompleteSignUpStatus
{
    /// <summary>One or more fields are not right: see the result's parts.</summary>
    InvalidFields = 1,

    /// <summary>No live code: expired, used, or asked for in another browser.</summary>
    CodeNotLive = 2,

    /// <summary>Too many wrong tries; a new code is needed.</summary>
    CodeVoid = 3,
    CodeWrong = 4,
    TryAgainShortly = 5,
    Busy = 6,

    /// <summary>Another sign-up with this address was first. The database decides (S4).</summary>
    AddressTaken = 7,
    Created = 8,
}

/// <param name="Email">The address that <see cref="BeginSignUp"/> sent the code to.</param>
/// <param name="Visitor">The same browser as then.</param>
/// <param name="Avatar">The uploaded file, or empty.</param>
/// <param name="Culture">The language of mails to come.</param>
public sealed record CompleteSignUpRequest(
    EmailAddress Email, string Visitor, string Code, string Password, string DisplayName, ReadOnlyMemory<byte> Avatar,
    string Culture)
{
    public SquareCrop Crop { get; init; } = SquareCrop.Centre;
}

public sealed record CompleteSignUpResult(CompleteSignUpStatus Status)
{
    /// <summary>Beside InvalidFields: what is wrong with the code as well; null when it is right.</summary>
    public CompleteSignUpStatus? Code { get; init; }

    public bool IsNameRight { get; init; } = true;

    public PasswordVerdict Password { get; init; } = PasswordVerdict.Accepted;

    public PictureStatus Picture { get; init; } = PictureStatus.Read;

    public SignedInAccount? Account { get; init; }
}

/// <summary>
/// Second step of signing up. The fields are checked first and the code is used up last, so that a mistake in a field
/// costs no code. The account and the message that grants the new-customer coupon are one transaction (S6).
/// </summary>
public sealed partial class CompleteSignUp(
    ShopStore store, MailCodes codes, PasswordHashing hashing, Pictures pictures, Avatars avatars,
    ReturningCustomers returning, TimeProvider clock, ILogger<CompleteSignUp> log)
{
    public async Task<CompleteSignUpResult> ExecuteAsync(CompleteSignUpRequest request, CancellationToken ct)
    {
        var result = await SignUpAsync(request, clock.GetUtcNow(), ct);
        LogCompleted(log, result.Account?.Id ?? 0, result.Status);
        return result;
    }

    private async Task<CompleteSignUpResult> SignUpAsync(
        CompleteSignUpRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var isNameRight = DisplayName.TryClean(request.DisplayName, out var name);
        var candidate = new PasswordCandidate(request.Password, request.Email, name ?? "");
        var fields = new CompleteSignUpResult(CompleteSignUpStatus.InvalidFields)
        {
            IsNameRight = isNameRight, Password = PasswordPolicy.Judge(candidate),
        };
        var subject = new CodeSubject(CodePurpose.SignUp, request.Email, request.Visitor);
        var code = await codes.CheckAsync(subject, request.Code, now, ct);
        if (!isNameRight || fields.Password != PasswordVerdict.Accepted)
            return fields with { Code = code == CodeStatus.Right ? null : StatusOf(code) };
        if (code != CodeStatus.Right)
            return new CompleteSignUpResult(StatusOf(code));
        // A picture is decoded only for who holds a right code: it is the dear part.
        var picture = request.Avatar.IsEmpty
            ? null
            : await pictures.ReadSquareAsync(request.Avatar, request.Crop, ct);
        if (picture is { Status: not PictureStatus.Read })
            return fields with { Picture = picture.Status };
        var hash = await hashing.HashAsync(request.Password, ct);
        if (hash is null)
            return new CompleteSignUpResult(CompleteSignUpStatus.Busy);
        var consumed = await codes.ConsumeAsync(subject, request.Code, now, ct);
        if (consumed != CodeStatus.Right)
            return new CompleteSignUpResult(StatusOf(consumed));
        var avatarKey = picture is null ? null : await PutAvatarAsync(picture, ct);
        return await CreateAsync(new NewAccount(request.Email, name!, request.Culture, hash, avatarKey), now, ct);
    }

    /// <summary>A store that is away must not stop a sign-up: the picture can be chosen again in the account.</summary>
    private async Task<string?> PutAvatarAsync(SquarePictures picture, CancellationToken ct)
    {
        try
        {
            return await avatars.PutAsync(picture, ct);
        }
        catch (ObjectStoreException failure)
        {
            LogNoAvatar(log, failure);
            return null;
        }
    }

    private async Task<CompleteSignUpResult> CreateAsync(NewAccount asked, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var hash = await returning.HashAsync(asked.Email, ct);
            var account = await store.WriteAsync(db => AddAsync(db, asked, hash, now, ct), ct);
            if (account is null)
            {
                await avatars.RemoveAsync(asked.AvatarKey, ct);
                return new CompleteSignUpResult(CompleteSignUpStatus.AddressTaken);
            }

            return new CompleteSignUpResult(CompleteSignUpStatus.Created)
            {
                Account = new SignedInAccount(
                    account.Id, account.DisplayName, account.SecurityStamp!, IsAdmin: false, MustEnrol: false,
                    account.Culture, account.AvatarKey),
            };
        }
        catch (Exception failure) when (StoreErrors.IsDuplicate(failure))
        {
            await avatars.RemoveAsync(asked.AvatarKey, ct);
            return new CompleteSignUpResult(CompleteSignUpStatus.AddressTaken);
        }
    }

    /// <summary>Null: another account had the address until a few days ago. Asked after the row is in, when nobody can
    /// be changing away from it any more.</summary>
    private static async Task<Account?> AddAsync(
        ShopDbContext db, NewAccount asked, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var account = await AccountWrites.AddAsync(db, asked, now, ct);
        account.IsReturning = await ReturningCustomers.IsKnownAsync(db, hash, ct);
        if (!await FormerEmails.IsHeldAsync(db, asked.Email, now, ct))
            return account;
        db.Abandon();
        return null;
    }

    private static CompleteSignUpStatus StatusOf(CodeStatus status) => status switch
    {
        CodeStatus.TryAgainShortly => CompleteSignUpStatus.TryAgainShortly,
        CodeStatus.NotLive => CompleteSignUpStatus.CodeNotLive,
        CodeStatus.Void => CompleteSignUpStatus.CodeVoid,
        CodeStatus.Wrong => CompleteSignUpStatus.CodeWrong,
        _ => throw new InvalidOperationException("Not a refusal."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-up of account {AccountId}: {Status}")]
    private static partial void LogCompleted(ILogger log, long accountId, CompleteSignUpStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A new account starts without its avatar")]
    private static partial void LogNoAvatar(ILogger log, Exception failure);
}

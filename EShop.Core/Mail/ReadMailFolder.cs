using Microsoft.Extensions.Options;
using MimeKit;

namespace EShop.Core.Mail;

public enum ReadMailFolderStatus
{
    /// <summary>Mails go to a mail server; there is no folder to look into.</summary>
    NoFolder = 1,
    Read = 2,
}

/// <param name="To">Only mails to this address; null for all.</param>
public sealed record ReadMailFolderRequest(string? To);

/// <param name="Name">For <see cref="OpenWrittenMail"/>.</param>
public sealed record WrittenMail(string Name, string To, string Subject, DateTimeOffset At, string Text);

public sealed record ReadMailFolderResult(ReadMailFolderStatus Status, IReadOnlyList<WrittenMail> Mails);

/// <summary>The newest mails of the folder, for the development page that stands in for a mailbox.</summary>
public sealed class ReadMailFolder(IOptions<MailOptions> mail, IOptions<ShopOptions> shop)
{
    public const int MailsMax = 50;

    /// <summary>So many of the newest files are looked at for one address.</summary>
    private const int FilesMax = 2000;

    public async Task<ReadMailFolderResult> ExecuteAsync(ReadMailFolderRequest request, CancellationToken ct)
    {
        if (mail.Value.Host is not null)
            return new ReadMailFolderResult(ReadMailFolderStatus.NoFolder, []);
        var folder = new DirectoryInfo(MailRegistration.FolderOf(shop.Value));
        var mails = new List<WrittenMail>();
        if (!folder.Exists)
            return new ReadMailFolderResult(ReadMailFolderStatus.Read, mails);
        var newest = folder.EnumerateFiles("*.eml").Select(file => file.FullName)
            .OrderDescending(StringComparer.Ordinal).Take(FilesMax);
        foreach (var file in newest)
        {
            var message = await MimeMessage.LoadAsync(file, ct);
            var to = message.To.Mailboxes.FirstOrDefault()?.Address ?? "";
            if (request.To is null || string.Equals(to, request.To.Trim(), StringComparison.OrdinalIgnoreCase))
                mails.Add(new WrittenMail(
                    Path.GetFileNameWithoutExtension(file), to, message.Subject ?? "", message.Date,
                    message.TextBody?.Trim() ?? ""));
            if (mails.Count == MailsMax)
                break;
        }

        return new ReadMailFolderResult(ReadMailFolderStatus.Read, mails);
    }
}

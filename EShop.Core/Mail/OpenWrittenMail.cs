using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EShop.Core.Mail;

public enum OpenWrittenMailStatus
{
    /// <summary>No such mail, or mails go to a mail server.</summary>
    NotFound = 1,
    Opened = 2,
}

/// <param name="Name">As <see cref="ReadMailFolder"/> gave it.</param>
public sealed record OpenWrittenMailRequest(string Name);

public sealed record OpenWrittenMailResult(OpenWrittenMailStatus Status, string Html);

/// <summary>The HTML of one mail of the folder, for the development page.</summary>
public sealed partial class OpenWrittenMail(IOptions<MailOptions> mail, IOptions<ShopOptions> shop)
{
    public async Task<OpenWrittenMailResult> ExecuteAsync(OpenWrittenMailRequest request, CancellationToken ct)
    {
        var notFound = new OpenWrittenMailResult(OpenWrittenMailStatus.NotFound, "");
        if (mail.Value.Host is not null || !Name().IsMatch(request.Name))
            return notFound;
        var file = Path.Combine(MailRegistration.FolderOf(shop.Value), request.Name + ".eml");
        if (!File.Exists(file))
            return notFound;
        var message = await MimeMessage.LoadAsync(file, ct);
        return new OpenWrittenMailResult(OpenWrittenMailStatus.Opened, message.HtmlBody ?? "");
    }

    [GeneratedRegex(@"\A\d{15}-[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

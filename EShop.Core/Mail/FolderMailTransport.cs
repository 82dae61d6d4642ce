using EShop.Core.Primitives;
using MimeKit;

namespace EShop.Core.Mail;

/// <summary>Writes each mail as an .eml file that any mail program opens. The name begins with the moment, so that the
/// newest come last.</summary>
internal sealed class FolderMailTransport(string folder) : IMailTransport
{
    public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<MimeMessage> mails, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var deliveries = new List<Delivery>(mails.Count);
        foreach (var mail in mails)
        {
            var name = $"{mail.Date.ToUnixTimeMilliseconds():D15}-{RandomToken.New()}";
            var aside = Path.Combine(folder, name + ".part");
            try
            {
                await using (var file = File.Create(aside))
                    await mail.WriteToAsync(file, CancellationToken.None);
                File.Move(aside, Path.Combine(folder, name + ".eml"));
                deliveries.Add(Delivery.Done);
            }
            catch (IOException failure)
            {
                deliveries.Add(new Delivery(DeliveryStatus.TryLater, failure.GetType().Name));
            }
        }

        return deliveries;
    }
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EShop.Tests.Support;
using MimeKit;

namespace EShop.Tests.Mail;

/// <summary>A real mail server (smtp-server.py beside this file says how it is told to misbehave).</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(Repository.Root, "EShop.Tests", "Mail", "smtp-server.py");
    private readonly string _folder;
    private readonly ChildServer _server;

    private SmtpServer(string folder, ChildServer server)
    {
        _folder = folder;
        _server = server;
    }

    public int Port => _server.Port;

    public static async Task<SmtpServer> StartAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("eshop-smtp-").FullName;
        return new SmtpServer(
            folder, await ChildServer.StartAsync(Servers.Python, [Script, "--folder", folder, .. arguments]));
    }

    public static Task<SmtpServer> StartAtAsync(int port, params string[] arguments) =>
        StartAsync([.. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>What it has taken so far, in order.</summary>
    public List<MimeMessage> Mails() =>
        [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))];

    /// <summary>Waits until it has taken so many.</summary>
    public async Task<List<MimeMessage>> MailsAsync(int count)
    {
        await Until.TrueAsync(() => Task.FromResult(Directory.GetFiles(_folder, "*.eml").Length >= count));
        return Mails();
    }

    /// <summary>A certificate of its own for this machine, with its key, as one PEM file.</summary>
    public static string NewCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var file = Path.Combine(folder, "mail-server.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

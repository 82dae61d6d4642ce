using System.Net;
using System.Net.Sockets;
using System.Text;
using EShop.Core.Mail;
using MimeKit;

namespace EShop.Tests.Mail;

public sealed class SmtpMailTransportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_are_delivered_over_one_connection()
    {
        await using var server = new SmtpServer(_ => "250 taken");

        var deliveries = await SendAsync(server.Port, "a@x.com", "b@x.com");

        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.Delivered, delivery.Status));
        Assert.Equal(2, server.Recipients.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task F39_a_refused_mail_does_not_stop_the_others()
    {
        await using var server = new SmtpServer(line =>
            line.Contains("never", StringComparison.Ordinal) ? "550 no such mailbox"
            : line.Contains("later", StringComparison.Ordinal) ? "451 try again" : "250 taken");

        var deliveries = await SendAsync(server.Port, "never@x.com", "later@x.com", "a@x.com");

        Assert.Equal(
            [DeliveryStatus.Rejected, DeliveryStatus.TryLater, DeliveryStatus.Delivered],
            deliveries.Select(delivery => delivery.Status));
        Assert.Equal("SMTP 550", deliveries[0].Reason);
    }

    [Fact]
    public async Task F39_a_server_that_is_down_puts_all_off()
    {
        var deliveries = await SendAsync(port: 1, "a@x.com", "b@x.com");
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.TryLater, delivery.Status));
    }

    [Fact]
    public async Task F39_a_server_that_does_not_answer_puts_all_off()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var deliveries = await SendAsync(((IPEndPoint)silent.LocalEndpoint).Port, "a@x.com");
        Assert.Equal(DeliveryStatus.TryLater, Assert.Single(deliveries).Status);
    }

    private static Task<IReadOnlyList<Delivery>> SendAsync(int port, params string[] recipients)
    {
        var transport = new SmtpMailTransport(new MailOptions
        {
            Host = "127.0.0.1", Port = port, Security = MailSecurity.None, Timeout = TimeSpan.FromSeconds(1),
        });
        return transport.SendAsync([.. recipients.Select(NewMail)], Ct);
    }

    private static MimeMessage NewMail(string to)
    {
        var mail = new MimeMessage { Subject = "Test", Body = new TextPart("plain") { Text = "Test" } };
        mail.From.Add(MailboxAddress.Parse("shop@x.com"));
        mail.To.Add(MailboxAddress.Parse(to));
        return mail;
    }

    /// <summary>As much of SMTP as a sender needs; answers each RCPT TO as it is told.</summary>
    private sealed class SmtpServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<string, string> _answer;
        private readonly Task _serving;

        public SmtpServer(Func<string, string> answer)
        {
            _answer = answer;
            _listener.Start();
            _serving = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public List<string> Recipients { get; } = [];

        public int Connections { get; private set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync(Ct);
                    Connections++;
                    await TalkAsync(client.GetStream());
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task TalkAsync(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync(Ct) is { } line)
            {
                await writer.WriteLineAsync(await AnswerAsync(reader, writer, line));
                if (line.StartsWith("QUIT", StringComparison.Ordinal)) return;
            }
        }

        private async Task<string> AnswerAsync(StreamReader reader, StreamWriter writer, string line)
        {
            if (line.StartsWith("RCPT TO", StringComparison.Ordinal))
            {
                var answer = _answer(line);
                if (answer.StartsWith("250", StringComparison.Ordinal)) Recipients.Add(line);
                return answer;
            }

            if (line != "DATA") return line.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok";
            await writer.WriteLineAsync("354 go on");
            while (await reader.ReadLineAsync(Ct) is { } text && text != ".")
            {
                // The body is of no interest here.
            }

            return "250 taken";
        }
    }
}

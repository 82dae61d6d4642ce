using System.Net;
using System.Net.Sockets;
using EShop.Core.Mail;
using EShop.Tests.Support;
using MimeKit;

namespace EShop.Tests.Mail;

/// <summary>Against a real mail server, also one that is ill, strict or away.</summary>
public sealed class SmtpMailTransportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_are_delivered_over_one_connection()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(To(server), "a@x.com", "b@x.com");

        Assert.All(deliveries, delivery => Assert.Equal(Delivery.Done, delivery));
        var mails = server.Mails();
        Assert.Equal(["a@x.com", "b@x.com"], mails.Select(mail => mail.Headers["X-Test-Recipients"]));
        Assert.Single(mails.Select(mail => mail.Headers["X-Test-Peer"]).Distinct());
    }

    [Fact]
    public async Task F39_a_refused_mail_does_not_stop_the_others()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(
            To(server), "rcpt-550@x.com", "rcpt-451@x.com", "data-554@x.com", "data-452@x.com", "a@x.com");

        Assert.Equal(
            [
                new Delivery(DeliveryStatus.Rejected, "SMTP 550"), new Delivery(DeliveryStatus.TryLater, "SMTP 451"),
                new Delivery(DeliveryStatus.Rejected, "SMTP 554"), new Delivery(DeliveryStatus.TryLater, "SMTP 452"),
                Delivery.Done,
            ],
            deliveries);
        Assert.Equal("a@x.com", Assert.Single(server.Mails()).Headers["X-Test-Recipients"]);
    }

    [Fact]
    public async Task F39_a_server_that_does_not_know_the_sender_gives_up_no_mail()
    {
        await using var server = await SmtpServer.StartAsync("--mail-from", "550");
        var deliveries = await SendAsync(To(server), "a@x.com", "b@x.com");
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.TryLater, delivery.Status));
    }

    [Fact]
    public async Task F39_a_server_that_is_down_puts_all_off()
    {
        var deliveries = await SendAsync(Options(port: 1), "a@x.com", "b@x.com");
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.TryLater, delivery.Status));
    }

    [Fact]
    public async Task F39_a_server_that_says_nothing_at_all_puts_all_off()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var deliveries = await SendAsync(Options(((IPEndPoint)silent.LocalEndpoint).Port), "a@x.com");
        Assert.Equal(DeliveryStatus.TryLater, Assert.Single(deliveries).Status);
    }

    [Fact]
    public async Task F39_a_server_that_stops_answering_keeps_what_it_took_and_puts_off_the_rest()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(To(server), "a@x.com", "hang@x.com", "b@x.com");

        Assert.Equal(
            [DeliveryStatus.Delivered, DeliveryStatus.TryLater, DeliveryStatus.TryLater],
            deliveries.Select(delivery => delivery.Status));
        Assert.Equal("a@x.com", Assert.Single(server.Mails()).Headers["X-Test-Recipients"]);
    }

    [Fact]
    public async Task F40_a_connection_cut_before_the_answer_leaves_the_mail_to_be_sent_again()
    {
        await using var server = await SmtpServer.StartAsync();

        var deliveries = await SendAsync(To(server), "drop@x.com", "a@x.com");

        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.TryLater, delivery.Status));
        Assert.Equal("drop@x.com", Assert.Single(server.Mails()).Headers["X-Test-Recipients"]); // taken all the same
    }

    [Fact]
    public async Task When_the_shop_stops_what_was_sent_is_known_as_sent()
    {
        await using var server = await SmtpServer.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var options = To(server);
        options.Timeout = TimeSpan.FromMinutes(1);

        var sending = new SmtpMailTransport(options)
            .SendAsync([NewMail("a@x.com"), NewMail("hang@x.com"), NewMail("b@x.com")], stop.Token);
        await server.MailsAsync(1);
        await stop.CancelAsync();

        Assert.Equal(
            [DeliveryStatus.Delivered, DeliveryStatus.TryLater, DeliveryStatus.TryLater],
            (await sending).Select(delivery => delivery.Status));
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent_in_the_clear()
    {
        await using var server = await SmtpServer.StartAsync();
        var options = To(server);
        options.Security = MailSecurity.StartTls;

        var delivery = Assert.Single(await SendAsync(options, "a@x.com"));

        Assert.Equal(new Delivery(DeliveryStatus.TryLater, nameof(NotSupportedException)), delivery);
        Assert.Empty(server.Mails());
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        var folder = Directory.CreateTempSubdirectory("eshop-tls-").FullName;
        await using var server = await SmtpServer.StartAsync(
            "--certificate", SmtpServer.NewCertificate(folder), "--user", "shop", "--password", "secret");
        var options = To(server);
        (options.Security, options.User, options.Password) = (MailSecurity.StartTls, "shop", "secret");

        var delivery = Assert.Single(await SendAsync(options, "a@x.com"));

        Assert.Equal(new Delivery(DeliveryStatus.TryLater, "SslHandshakeException"), delivery);
        Assert.Empty(server.Mails());
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("secret", DeliveryStatus.Delivered)]
    [InlineData("wrong", DeliveryStatus.TryLater)]
    [InlineData(null, DeliveryStatus.TryLater)]
    public async Task A_server_that_wants_a_password_takes_the_right_one(string? password, object status)
    {
        await using var server = await SmtpServer.StartAsync("--user", "shop", "--password", "secret");
        var options = To(server);
        (options.User, options.Password) = (password is null ? null : "shop", password);

        var deliveries = await SendAsync(options, "a@x.com", "b@x.com");

        Assert.All(deliveries, delivery => Assert.Equal((DeliveryStatus)status, delivery.Status));
        Assert.Equal((DeliveryStatus)status == DeliveryStatus.Delivered ? 2 : 0, server.Mails().Count);
    }

    private static Task<IReadOnlyList<Delivery>> SendAsync(MailOptions options, params string[] recipients) =>
        new SmtpMailTransport(options).SendAsync([.. recipients.Select(NewMail)], Ct);

    private static MailOptions To(SmtpServer server) => Options(server.Port);

    private static MailOptions Options(int port) => new()
    {
        Host = "127.0.0.1", Port = port, Security = MailSecurity.None, Timeout = TimeSpan.FromSeconds(1),
    };

    private static MimeMessage NewMail(string to)
    {
        var mail = new MimeMessage { Subject = "Test", Body = new TextPart("plain") { Text = "Test" } };
        mail.From.Add(MailboxAddress.Parse("shop@x.com"));
        mail.To.Add(MailboxAddress.Parse(to));
        return mail;
    }
}

using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace EShop.Tests.Mail;

public sealed class SendDueMailTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_queued_mail_is_written_to_the_folder_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await QueueAsync(shop, "a@x.com");
        var second = shop.SecondNode();

        await Race.RunAsync(6, node =>
            (node % 2 == 0 ? shop.Get<SendDueMail>() : second.Get<SendDueMail>()).ExecuteAsync(Ct));

        var folder = await shop.Get<ReadMailFolder>().ExecuteAsync(new ReadMailFolderRequest("A@x.com"), Ct);
        var mail = Assert.Single(folder.Mails);
        Assert.Equal(("a@x.com", "您的验证码"), (mail.To, mail.Subject));
        Assert.StartsWith("第一段 & <b>\n\n    123456\n\n第二段\n", mail.Text.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        var row = await RowAsync(shop);
        Assert.Equal((MailState.Sent, "", ""), (row.State, row.TextBody, row.HtmlBody));
    }

    [Theory, EachStore]
    public async Task F39_a_mail_that_is_put_off_is_tried_again_with_growing_pauses_and_then_given_up(Store store)
    {
        var transport = new Scripted(DeliveryStatus.TryLater);
        await using var shop = await TestShop.CreateAsync(
            store, options => options.Services = services => services.AddSingleton<IMailTransport>(transport));
        await QueueAsync(shop, "a@x.com", life: TimeSpan.FromDays(1));

        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(1, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).PutOff);
            Assert.Equal(SendDueMailStatus.NothingDue, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).Status);
            var pause = (await RowAsync(shop)).DueAt - shop.Now;
            pauses.Add(pause);
            shop.Clock.Advance(pause);
        }

        Assert.Equal(
            [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
                TimeSpan.FromHours(2)],
            pauses);
        Assert.Equal(1, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).GivenUp);
        var row = await RowAsync(shop);
        Assert.Equal((MailState.Failed, 6, "test"), (row.State, row.Tries, row.LastError));
    }

    [Fact]
    public async Task A_rejected_mail_is_given_up_at_once()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Services = services =>
            services.AddSingleton<IMailTransport>(new Scripted(DeliveryStatus.Rejected)));
        await QueueAsync(shop, "a@x.com");
        Assert.Equal(1, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).GivenUp);
        Assert.Equal(MailState.Failed, (await RowAsync(shop)).State);
    }

    [Theory, EachStore]
    public async Task A_code_that_expired_in_the_queue_is_not_sent(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await QueueAsync(shop, "a@x.com");
        shop.Clock.Advance(TimeSpan.FromMinutes(10));

        var result = await shop.Get<SendDueMail>().ExecuteAsync(Ct);

        Assert.Equal((0, 1), (result.Delivered, result.GivenUp));
        var row = await RowAsync(shop);
        Assert.Equal((MailState.Expired, ""), (row.State, row.TextBody));
        var folder = await shop.Get<ReadMailFolder>().ExecuteAsync(new ReadMailFolderRequest(null), Ct);
        Assert.Empty(folder.Mails);
    }

    [Fact]
    public async Task F40_a_mail_whose_sender_died_is_sent_by_the_next()
    {
        var transport = new Scripted(DeliveryStatus.Delivered) { Fault = new InvalidOperationException("killed") };
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Services = services => services.AddSingleton<IMailTransport>(transport));
        await QueueAsync(shop, "a@x.com", life: TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Get<SendDueMail>().ExecuteAsync(Ct));
        transport.Fault = null;

        Assert.Equal(SendDueMailStatus.NothingDue, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).Delivered);
    }

    private static MailLetter Letter(string to) =>
        new(EmailAddress.Parse(to), "您的验证码", "zh", ["第一段 & <b>", "第二段"]) { Code = "123456" };

    private static Task QueueAsync(TestShop shop, string to, TimeSpan? life = null) => shop.Get<ShopStore>().WriteAsync(
        db =>
        {
            MailQueue.Add(db, shop.Now, Letter(to) with { ExpiresAt = shop.Now + (life ?? TimeSpan.FromMinutes(10)) });
            return Task.CompletedTask;
        },
        Ct);

    private static Task<QueuedMail> RowAsync(TestShop shop) =>
        shop.Get<ShopStore>().ReadAsync(db => db.Set<QueuedMail>().SingleAsync(Ct), Ct);

    /// <summary>A mail server that always answers the same.</summary>
    private sealed class Scripted(DeliveryStatus answer) : IMailTransport
    {
        public Exception? Fault { get; set; }

        public Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<MimeMessage> mails, CancellationToken ct) =>
            Fault is not null
                ? throw Fault
                : Task.FromResult<IReadOnlyList<Delivery>>([.. mails.Select(_ => new Delivery(answer, "test"))]);
    }
}

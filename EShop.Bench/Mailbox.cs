using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MimeKit;

namespace EShop.Bench;

/// <summary>Everybody's mailbox: reads the codes out of the folder into which the shop writes its mails.</summary>
internal sealed partial class Mailbox(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _codes = new();
    private readonly HashSet<string> _read = [];
    private readonly CancellationTokenSource _closed = new();
    private Task _reading = Task.CompletedTask;

    public void Open() => _reading = Task.Run(ReadAsync);

    public Task<string> CodeAsync(string email) => Waiting(email).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _closed.Dispose();
    }

    private TaskCompletionSource<string> Waiting(string email) => _codes.GetOrAdd(
        email, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            if (Directory.Exists(folder))
                foreach (var file in Directory.EnumerateFiles(folder, "*.eml").Where(_read.Add))
                    await ReadAsync(file);
            await Task.Delay(LookEvery);
        }
    }

    private async Task ReadAsync(string file)
    {
        using var mail = await MimeMessage.LoadAsync(file);
        var to = mail.To.Mailboxes.First().Address;
        Waiting(to).TrySetResult(SixDigits().Match(mail.TextBody ?? "").Value);
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}

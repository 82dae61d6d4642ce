using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EShop.Tests.Support;

/// <summary>A server program of others that a test starts for itself. It prints its port first, and ends when its input
/// does: also when the tests are killed.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private ChildServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<ChildServer> StartAsync(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"'{program}' did not start.");
        var errors = new ConcurrentQueue<string?>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
        process.BeginErrorReadLine();
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(StartWithin);
        if (int.TryParse(first, CultureInfo.InvariantCulture, out var port)) return new ChildServer(process, port);
        await process.WaitForExitAsync();
        throw new InvalidOperationException($"'{program}' did not start: {first}\n{string.Join('\n', errors)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

namespace EShop.Web.Commands;

/// <summary>Keeps the server from logging a start that fails with its stack traces: <see cref="StartFault"/> tells it
/// in a line. Ends when the shop runs.</summary>
internal sealed class StartNoise : IDisposable
{
    private static readonly string[] Talkers =
        ["Microsoft.Extensions.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting"];

    private volatile bool _isOver;

    public StartNoise(ILoggingBuilder logging)
    {
        foreach (var talker in Talkers) logging.AddFilter(talker, level => _isOver && level >= LogLevel.Warning);
    }

    public void Dispose() => _isOver = true;
}

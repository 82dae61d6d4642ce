using System.Diagnostics;
using EShop.Core.Catalog.Import;

namespace EShop.Web.Commands;

/// <summary>Progress on the error output: one line written over on a terminal, a line every few seconds in a log.
/// </summary>
internal sealed class ProgressLine(VerbConsole console, string what) : IProgress<ImportProgress>, IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.1), InLog = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _pause = console.IsTerminal ? OnTerminal : InLog;
    private long _toldAt = Stopwatch.GetTimestamp();
    private bool _isOpen;

    public void Report(ImportProgress value)
    {
        if (Stopwatch.GetElapsedTime(_toldAt) < _pause && value.Done < value.Total) return;
        _toldAt = Stopwatch.GetTimestamp();
        var line = $"{value.Done} of {value.Total} {what}";
        if (console.IsTerminal) console.Errors.Write($"\r{line}");
        else console.Errors.WriteLine(line);
        _isOpen = console.IsTerminal;
    }

    /// <summary>Ends the line that was written over.</summary>
    public void End()
    {
        if (_isOpen) console.Errors.WriteLine();
        _isOpen = false;
    }

    public void Dispose() => End();
}

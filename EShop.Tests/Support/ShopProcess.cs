using System.Collections.Concurrent;
using System.Diagnostics;

namespace EShop.Tests.Support;

/// <summary>Starts the built program with settings in its environment, as an operator would.</summary>
internal static class ShopProcess
{
    public static Process Start(IReadOnlyDictionary<string, string?> settings, params string[] arguments) =>
        StartFrom(Repository.WebProgram, settings, arguments);

    public static Process StartFrom(
        string program, IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in settings)
            if (value is not null) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("'dotnet' did not start.");
    }

    public static void ReadTo(ConcurrentQueue<string> lines, Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null) lines.Enqueue(line.Data);
        }
    }
}

/// <summary>What a verb answered.</summary>
internal sealed record VerbAnswer(int ExitCode, string Output, string Errors);

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Faults;

/// <summary>Runs inside a shop that is tested: listens to what EF tells of statements and transactions and, at the
/// place that a file names, has the process killed or stopped by a signal, as from outside. While there is no file,
/// nothing happens.</summary>
internal sealed class FaultHook(string file)
    : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public const string FileVariable = "ESHOP_FAULT_FILE";

    private readonly ConcurrentDictionary<Guid, bool> _touched = new();

    public static void Install()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
            DiagnosticListener.AllListeners.Subscribe(new FaultHook(file));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!File.Exists(file) || ShopFault.Read(file) is not { } fault) return;
        var isHere = value.Value switch
        {
            CommandExecutedEventData => false,
            CommandEventData command when value.Key == RelationalEventId.CommandExecuting.Name =>
                IsHere(command, fault),
            TransactionEndEventData end when value.Key == RelationalEventId.TransactionCommitted.Name =>
                fault.Place == FaultPlace.Committed && _touched.TryRemove(end.ConnectionId, out _),
            TransactionEventData commit when value.Key == RelationalEventId.TransactionCommitting.Name =>
                fault.Place == FaultPlace.Commit && _touched.TryRemove(commit.ConnectionId, out _),
            _ => false,
        };
        if (isHere) Signal(fault);
    }

    public void OnCompleted()
    {
        // A part of EF is disposed of; there is nothing to give back.
    }

    public void OnError(Exception error)
    {
        // Diagnostics do not report errors.
    }

    private bool IsHere(CommandEventData command, ShopFault fault)
    {
        // The stores quote names differently.
        var sql = command.Command.CommandText.Replace("\"", "", StringComparison.Ordinal);
        if (!sql.Contains(fault.Statement, StringComparison.OrdinalIgnoreCase)) return false;
        _touched[command.ConnectionId] = true;
        return fault.Place == FaultPlace.Before;
    }

    private void Signal(ShopFault fault)
    {
        try
        {
            // Who moves it first has it; after the next start it is not there any more.
            File.Move(file, $"{file}.done", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        var self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{fault.Signal}", self]);
        kill.WaitForExit(); // this thread gets no further than here
    }
}

using System.Globalization;

namespace EShop.Core.Storage;

public enum DataFolderLockStatus
{
    /// <summary>The folder cannot be made or written; the reason says why.</summary>
    NotWritable = 1,

    /// <summary>Another process has it; the reason names it where it can be known.</summary>
    InUse,

    Taken,
}

public sealed record DataFolderLockResult(DataFolderLockStatus Status, string Reason, DataFolderLock? Lock);

/// <summary>One running shop for a data folder: two would serve one SQLite file with two sets of locks. The system lets
/// go of it when the process ends, however it ends.</summary>
public sealed class DataFolderLock : IDisposable
{
    private const string LockName = "shop.lock", ProcessName = "shop.pid";
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    public void Dispose() => _file.Dispose();

    public static DataFolderLockResult Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // Looked at first: "somebody has it" and "cannot be written" are both IOExceptions when it is locked.
            File.WriteAllText(Path.Combine(folder, "shop.probe"), "");
            File.Delete(Path.Combine(folder, "shop.probe"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DataFolderLockResult(DataFolderLockStatus.NotWritable, error.Message, null);
        }

        var processFile = Path.Combine(folder, ProcessName);
        try
        {
            var file = new FileStream(
                Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(processFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLockResult(DataFolderLockStatus.Taken, "", new DataFolderLock(file));
        }
        catch (IOException)
        {
            var other = File.Exists(processFile) ? $"process {File.ReadAllText(processFile)}" : "another process";
            return new DataFolderLockResult(DataFolderLockStatus.InUse, other, null);
        }
    }
}

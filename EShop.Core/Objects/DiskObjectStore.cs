using System.Runtime.CompilerServices;

namespace EShop.Core.Objects;

/// <summary>
/// Files under <c>objects</c> in the data folder. A file is written aside, flushed to the disk and then renamed, so
/// a reader sees the whole object or none, also after the power went.
/// </summary>
internal sealed class DiskObjectStore : IObjectStore
{
    private readonly string _root;
    private readonly string _aside;

    public DiskObjectStore(string dataFolder)
    {
        _root = Path.GetFullPath(Path.Combine(dataFolder, "objects"));
        _aside = Path.Combine(_root, ".aside");
        Directory.CreateDirectory(_aside);
    }

    public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken ct) => GuardAsync(async () =>
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(_aside, ObjectKey.NewName());
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(content, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return true;
    });

    public Task<Stream?> OpenAsync(ObjectKey key, CancellationToken ct) => GuardAsync(() =>
    {
        var path = PathOf(key);
        Stream? stream = File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, true)
            : null;
        return Task.FromResult(stream);
    });

    public Task<bool> ExistsAsync(ObjectKey key, CancellationToken ct) => Task.FromResult(File.Exists(PathOf(key)));

    public Task DeleteAsync(ObjectKey key, CancellationToken ct) => GuardAsync(() =>
    {
        var path = PathOf(key);
        if (File.Exists(path))
            File.Delete(path);
        return Task.FromResult(true);
    });

    public async IAsyncEnumerable<ObjectKey> ListOlderThanAsync(
        string prefix, DateTimeOffset cutOff, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && File.GetLastWriteTimeUtc(path) < cutOff.UtcDateTime
                && ObjectKey.TryParse(name, out var key))
                yield return key;
        }

        await Task.CompletedTask;
    }

    /// <summary>A key has no dots or backslashes to climb with; the check stays for the day its shape
    /// changes.</summary>
    private string PathOf(ObjectKey key)
    {
        var path = Path.GetFullPath(Path.Combine(_root, key.Value));
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidOperationException("An object key left the object folder.");
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ObjectStoreException("The object folder could not be used.", failure);
        }
    }
}

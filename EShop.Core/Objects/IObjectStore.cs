namespace EShop.Core.Objects;

/// <summary>Where pictures are kept: on disk, or in Aliyun OSS or any other S3 service (S3).</summary>
/// <remarks>Every method throws <see cref="ObjectStoreException"/> when the store cannot be reached or
/// misbehaves.</remarks>
public interface IObjectStore
{
    /// <summary>Writes the whole object or nothing; an object of the same key is replaced.</summary>
    Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>The object, its length checked against what the store promised; null when there is none.</summary>
    Task<Stream?> OpenAsync(ObjectKey key, CancellationToken ct);

    Task<bool> ExistsAsync(ObjectKey key, CancellationToken ct);

    /// <summary>Deleting what is not there is no error.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken ct);

    /// <summary>Keys under a prefix such as "avatars/" last written before <paramref name="cutOff"/>: for
    /// sweeping.</summary>
    IAsyncEnumerable<ObjectKey> ListOlderThanAsync(string prefix, DateTimeOffset cutOff, CancellationToken ct);
}

/// <summary>The store is away, too slow, or gave something else than it was asked for.</summary>
public sealed class ObjectStoreException : Exception
{
    public ObjectStoreException(string message) : base(message) { }

    public ObjectStoreException(string message, Exception inner) : base(message, inner) { }
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace EShop.Core.Objects;

/// <summary>
/// Aliyun OSS through its S3-compatible address, or any S3 service. OSS wants the bucket in the host name, signature
/// V4, no chunked signing and no checksum trailers: see docs/decisions on the OSS client.
/// </summary>
internal sealed class S3ObjectStore : IObjectStore, IDisposable
{
    /// <summary>Kept with each object, so that what is read can be told from what was put.</summary>
    private const string Checksum = "sha256";

    private readonly ObjectOptions _options;
    private readonly AmazonS3Client _client;

    /// <param name="options">Where, and as whom.</param>
    /// <param name="connections">Who makes the connections; null: the client itself.</param>
    public S3ObjectStore(ObjectOptions options, HttpClientFactory? connections = null)
    {
        _options = options;
        _client = new AmazonS3Client(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.Endpoint,
                AuthenticationRegion = options.Region,
                ForcePathStyle = options.PathStyle,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                Timeout = options.Timeout,
                MaxErrorRetry = 1,
                HttpClientFactory = connections,
            });
    }

    public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        GuardAsync(async token =>
        {
            using var body = new MemoryStream(content.ToArray(), writable: false);
            var request = new PutObjectRequest
            {
                BucketName = _options.Bucket,
                Key = key.Value,
                InputStream = body,
                ContentType = key.ContentType,
                MD5Digest = ContentMd5(content.Span),
                UseChunkEncoding = false,
                AutoCloseStream = false,
            };
            request.Metadata.Add(Checksum, Sha256(content.Span));
            var answer = await _client.PutObjectAsync(request, token);
            return answer.HttpStatusCode == HttpStatusCode.OK
                ? true
                : throw new ObjectStoreException($"The object store answered a put with {(int)answer.HttpStatusCode}.");
        }, ct);

    public Task<Stream?> OpenAsync(ObjectKey key, CancellationToken ct) => GuardAsync(async token =>
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_options.Bucket, key.Value, token);
            return await ReadWholeAsync(answer, token);
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null; // and not when it is the bucket that is missing
        }
    }, ct);

    public Task<bool> ExistsAsync(ObjectKey key, CancellationToken ct) => GuardAsync(async token =>
    {
        try
        {
            await _client.GetObjectMetadataAsync(_options.Bucket, key.Value, token);
            return true;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }, ct);

    public Task DeleteAsync(ObjectKey key, CancellationToken ct) => GuardAsync(async token =>
    {
        await _client.DeleteObjectAsync(_options.Bucket, key.Value, token);
        return true;
    }, ct);

    public async IAsyncEnumerable<ObjectKey> ListOlderThanAsync(
        string prefix, DateTimeOffset cutOff, [EnumeratorCancellation] CancellationToken ct)
    {
        string? from = null;
        do
        {
            var request = new ListObjectsV2Request
            {
                BucketName = _options.Bucket, Prefix = prefix, ContinuationToken = from,
            };
            var page = await GuardAsync(token => _client.ListObjectsV2Async(request, token), ct);
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.LastModified is { } written && written.ToUniversalTime() < cutOff.UtcDateTime
                    && ObjectKey.TryParse(found.Key, out var key))
                    yield return key;
            }

            from = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (from is not null);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Read to the end before anything is passed on: a cut connection must not become half a
    /// picture.</summary>
    private async Task<Stream?> ReadWholeAsync(GetObjectResponse answer, CancellationToken ct)
    {
        var promised = answer.ContentLength;
        if (promised < 0 || promised > _options.BytesMax)
            throw new ObjectStoreException("The object store offered an object larger than is allowed.");
        var content = new byte[promised];
        await using var body = answer.ResponseStream;
        var read = await body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, ct);
        if (read != promised)
            throw new ObjectStoreException("The object store sent less than it had promised.");
        // Absent where something else wrote the object.
        return answer.Metadata[Checksum] is { } sum && sum != Sha256(content)
            ? throw new ObjectStoreException("The object store sent something else than was put.")
            : new MemoryStream(content, writable: false);
    }

    private static string Sha256(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Refused by the store when it does not fit what arrived. It guards against accidents, not against
    /// attackers; and of the checksums that S3 knows this is the one that Aliyun takes too.</summary>
#pragma warning disable CA5351 // the protocol says MD5
    private static string ContentMd5(ReadOnlySpan<byte> content) => Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351

    /// <summary>The client's own time-out covers the headers of one try; this one covers body and retry as
    /// well.</summary>
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Timeout * 2);
        try
        {
            return await act(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new ObjectStoreException("The object store did not answer in time.", late);
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException
            or HttpRequestException or IOException)
        {
            throw new ObjectStoreException("The object store could not be used.", failure);
        }
    }
}

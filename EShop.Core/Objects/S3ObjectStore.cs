using System.Net;
using System.Runtime.CompilerServices;
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
    private readonly ObjectOptions _options;
    private readonly AmazonS3Client _client;

    public S3ObjectStore(ObjectOptions options)
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
            });
    }

    public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        GuardAsync(async token =>
        {
            using var body = new MemoryStream(content.ToArray(), writable: false);
            var answer = await _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = key.Value,
                    InputStream = body,
                    ContentType = key.ContentType,
                    UseChunkEncoding = false,
                    AutoCloseStream = false,
                },
                token);
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
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
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
        return read == promised
            ? new MemoryStream(content, writable: false)
            : throw new ObjectStoreException("The object store sent less than it had promised.");
    }

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

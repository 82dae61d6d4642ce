using Microsoft.Extensions.Options;

namespace EShop.Core.Objects;

public enum ObjectStoreKind
{
    Disk = 1,
    S3 = 2,
}

/// <summary>Section <c>Objects</c>.</summary>
public sealed class ObjectOptions
{
    public const string Section = "Objects";

    /// <summary>Disk keeps objects in the data folder of one machine; S3 is for Aliyun OSS and other S3
    /// services.</summary>
    public ObjectStoreKind Kind { get; set; } = ObjectStoreKind.Disk;

    /// <summary>The service's address without the bucket, for OSS
    /// <c>https://s3.oss-cn-hangzhou.aliyuncs.com</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The region that goes into the signature, for OSS as in <c>cn-hangzhou</c>.</summary>
    public string Region { get; set; } = "";

    public string Bucket { get; set; } = "";

    public string AccessKey { get; set; } = "";

    /// <summary>From the environment or a secret store; limit it to put, get, delete and list in this bucket.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The bucket in the path instead of the host name. OSS refuses it; some test servers need it.</summary>
    public bool PathStyle { get; set; }

    /// <summary>One try of one call. Longer makes uploads wait longer for a store that is ill. 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>No single object may be larger (in bytes). It bounds the memory of a read. 4 MiB.</summary>
    public int BytesMax { get; set; } = 4 * 1024 * 1024;
}

internal sealed class ObjectOptionsCheck : IValidateOptions<ObjectOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectOptions options)
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(options.Kind))
            problems.Add("Objects:Kind must be Disk or S3.");
        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(1))
            problems.Add("Objects:Timeout must be between 00:00:00.1 and 00:01:00.");
        if (options.BytesMax is < 64 * 1024 or > 64 * 1024 * 1024)
            problems.Add("Objects:BytesMax must be between 65536 and 67108864.");
        if (options.Kind == ObjectStoreKind.S3)
            CheckS3(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckS3(ObjectOptions options, List<string> problems)
    {
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            problems.Add(
                "Objects:Endpoint must be an https address (http only on this machine) when Objects:Kind is S3.");
        if (options.Region.Length == 0)
            problems.Add("Objects:Region is missing; Objects:Kind S3 needs it, for example cn-hangzhou.");
        if (options.Bucket.Length == 0)
            problems.Add("Objects:Bucket is missing; Objects:Kind S3 needs it.");
        if (options.AccessKey.Length == 0)
            problems.Add("Objects:AccessKey is missing; Objects:Kind S3 needs it.");
        if (options.SecretKey.Length == 0)
            problems.Add("Objects:SecretKey is missing; Objects:Kind S3 needs it.");
    }
}

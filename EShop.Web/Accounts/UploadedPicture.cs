using EShop.Core.Objects;

namespace EShop.Web.Accounts;

/// <summary>Takes a picture out of a posted form. What it is called and claims to be does not matter (abuse 32).
/// </summary>
internal static class UploadedPicture
{
    /// <summary>A little more than a picture may have, so that most too large ones are told so at the field.</summary>
    public const long FormBytesMax = 4 * 1024 * 1024;

    /// <summary>Empty when none was chosen; of a too large one just enough to be refused as such.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is null || file.Length == 0)
            return default;
        var content = new byte[(int)Math.Min(file.Length, Pictures.BytesMax + 1)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, ct);
        return content;
    }
}

using EShop.Core.Objects;

namespace EShop.Core.Accounts;

public enum OpenAvatarStatus
{
    NotFound = 1,
    TryAgainShortly = 2,
    Opened = 3,
}

/// <param name="Name">The random name, 32 hex digits.</param>
/// <param name="Side">512 or 128.</param>
public sealed record OpenAvatarRequest(string Name, int Side);

/// <summary>The stream is the caller's to dispose.</summary>
public sealed record OpenAvatarResult(OpenAvatarStatus Status, Stream? Content);

/// <summary>Only avatars can be opened here, whatever else lies in the store.</summary>
public sealed class OpenAvatar(IObjectStore objects)
{
    public async Task<OpenAvatarResult> ExecuteAsync(OpenAvatarRequest request, CancellationToken ct)
    {
        if (!Primitives.RandomToken.IsOne(request.Name)
            || request.Side is not (Pictures.LargeSide or Pictures.SmallSide))
            return new OpenAvatarResult(OpenAvatarStatus.NotFound, null);
        try
        {
            var content = await objects.OpenAsync(Avatars.KeyOf(Avatars.Prefix + request.Name, request.Side), ct);
            return content is null
                ? new OpenAvatarResult(OpenAvatarStatus.NotFound, null)
                : new OpenAvatarResult(OpenAvatarStatus.Opened, content);
        }
        catch (ObjectStoreException)
        {
            return new OpenAvatarResult(OpenAvatarStatus.TryAgainShortly, null);
        }
    }
}

namespace EShop.Web.Shell;

/// <summary>Where to go back to when the address came from outside: a path of this shop, or else home.</summary>
public static class LocalAddress
{
    public static string OrHome(string? address) => IsLocal(address) ? address! : "/";

    public static bool IsLocal(string? address) =>
        address is { Length: > 0 and <= 2048 }
        && address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.AsSpan().ContainsAnyInRange('\0', '\u001f');
}

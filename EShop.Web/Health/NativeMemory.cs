using System.Runtime.InteropServices;

namespace EShop.Web.Health;

/// <summary>The C library's side of giving memory back (decision 34): the compiler and SQLite take theirs from it, and
/// it keeps what they freed, for each thread apart.</summary>
internal static class NativeMemory
{
    /// <summary>Hands freed pages to the system; nothing where the C library has no such call (musl, Windows, macOS).
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library than GNU's: it does its own housekeeping.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint pad);
}

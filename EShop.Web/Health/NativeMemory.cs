using System.Runtime.InteropServices;

namespace EShop.Web.Health;

/// <summary>The C library's side of giving memory back (decision 34): the compiler and SQLite take theirs from it, and
/// it keeps what they freed, for each thread apart.</summary>
internal static class NativeMemory
{
    private const int ArenaMax = -8; // M_ARENA_MAX of malloc.h

    /// <summary>As many heaps as cores, instead of eight times as many: to be called before threads are many, since the
    /// library decides once.</summary>
    public static void ShareHeaps() => IfItCan(() => MallOpt(ArenaMax, Environment.ProcessorCount));

    /// <summary>Hands freed pages to the system.</summary>
    public static void Trim() => IfItCan(() => MallocTrim(0));

    private static void IfItCan(Func<int> call)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = call();
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library than GNU's (musl): it does its own housekeeping.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint pad);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);
}

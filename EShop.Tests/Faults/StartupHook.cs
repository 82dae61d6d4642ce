using EShop.Tests.Faults;

// .NET looks for this name, outside any namespace, in the assembly that DOTNET_STARTUP_HOOKS names, and calls it before
// the shop's own first line: so a fault can be put into the shop as it was built.
#pragma warning disable CA1050
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize() => FaultHook.Install();
}

using System.Reflection;

namespace EShop.Tests.Support;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] LeftOut =
        ["bin", "obj", "data", "TestResults", "artifacts", "node_modules", ".git"];

    private static readonly string[] Generated = ["/Migrations/", "/CompiledModels/"];

    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The shop as <c>dotnet build</c> left it, with its static assets beside it.</summary>
    public static string WebProgram { get; } =
        Path.Combine(Root, "EShop.Web", "bin", Metadata("Configuration"), "net10.0", "EShop.Web.dll");

    /// <summary>Files written by hand, as paths relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions)
    {
        var start = Path.Combine(Root, folder);
        if (!Directory.Exists(start)) return [];
        return [.. Walk(start)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !Generated.Any(folder => file.Contains(folder, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !LeftOut.Contains(Path.GetFileName(inner)))
            .SelectMany(Walk));

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.House;

/// <summary>Style 6 and 45: what no longer fits a screen is split. Generated files are left out.</summary>
public sealed class SizesTests
{
    private const int FileLinesMax = 300;
    private const int RazorLinesMax = 150;
    private const int MethodLinesMax = 60;
    private const int LineCharactersMax = 120;

    [Fact]
    public void Files_are_short() => Rule.Holds(
        $"At most {FileLinesMax} lines in a file, {RazorLinesMax} in a Razor page: split it by what it does.",
        from file in Repository.Files(".", ".cs", ".razor")
        let lines = Repository.Lines(file).Length
        let max = file.EndsWith(".razor", StringComparison.Ordinal) ? RazorLinesMax : FileLinesMax
        where lines > max
        select $"{file}: {lines}");

    [Fact]
    public void Lines_are_short() => Rule.Holds(
        $"At most {LineCharactersMax} characters in a line.",
        from file in Repository.Files(".", ".cs", ".razor", ".sh", ".css", ".js")
        from line in Repository.Lines(file).Index()
        where line.Item.Length > LineCharactersMax
        select $"{file}:{line.Index + 1}: {line.Item.Length}");

    /// <summary>Measured on the compiled program, so that no formatting escapes it: debug symbols know which lines
    /// belong to which method. A constructor also holds the field initialisers around it and is left out.</summary>
    [Fact]
    public void Methods_are_short() => Rule.Holds(
        $"At most {MethodLinesMax} lines in a method: give the steps names.",
        from assembly in new[] { typeof(Money).Assembly, typeof(Program).Assembly, typeof(SizesTests).Assembly }
        from body in MethodBodies(assembly.Location)
        where body.Lines > MethodLinesMax
        select $"{body.File}:{body.FirstLine}: {body.Lines}");

    private sealed record MethodBody(string File, int FirstLine, int Lines);

    private static List<MethodBody> MethodBodies(string program)
    {
        using var image = new PEReader(File.OpenRead(program));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(
            File.OpenRead(Path.ChangeExtension(program, ".pdb")));
        var (definitions, lines) = (image.GetMetadataReader(), symbols.GetMetadataReader());
        var written = Repository.Files(".", ".cs").ToHashSet();
        var bodies = new List<MethodBody>();
        foreach (var handle in lines.MethodDebugInformation)
        {
            var method = lines.GetMethodDebugInformation(handle);
            if (method.Document.IsNil) continue;
            var path = lines.GetString(lines.GetDocument(method.Document).Name);
            var file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            var name = definitions.GetString(definitions.GetMethodDefinition(handle.ToDefinitionHandle()).Name);
            if (!written.Contains(file) || name is ".ctor" or ".cctor") continue;
            var points = method.GetSequencePoints().Where(point => !point.IsHidden).ToList();
            if (points.Count == 0) continue;
            var first = points.Min(point => point.StartLine);
            bodies.Add(new MethodBody(file, first, points.Max(point => point.EndLine) - first + 1));
        }
        return bodies;
    }
}

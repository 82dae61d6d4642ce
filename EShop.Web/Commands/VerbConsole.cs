namespace EShop.Web.Commands;

/// <summary>Where the verbs and the start-up lines speak: answers to <paramref name="Output"/>, progress and refusals
/// to <paramref name="Errors"/>, so that <c>audit --json | jq</c> works.</summary>
/// <param name="IsTerminal">Whether a person watches the progress: then a line may be written over.</param>
internal sealed record VerbConsole(TextWriter Output, TextWriter Errors, bool IsTerminal)
{
#pragma warning disable RS0030 // The one place that may: everything else is handed a VerbConsole, or logs.
    public static VerbConsole OfProcess { get; } = new(Console.Out, Console.Error, !Console.IsErrorRedirected);
#pragma warning restore RS0030

    public void Say(string line) => Output.WriteLine(line);

    public void Refuse(string line) => Errors.WriteLine(line);
}

using System.CommandLine;

namespace EShop.Web.Commands;

/// <summary>The verbs of <c>dotnet run --project EShop.Web -- …</c>; without one the shop runs.</summary>
internal static class ShopCommandLine
{
    public static async Task<int> RunAsync(string[] args, VerbConsole console)
    {
        var parsed = RootOf(console).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors.Select(e => e.Message).Distinct()) console.Refuse(error);
            console.Refuse("What there is: dotnet run --project EShop.Web -- help");
            return ExitCode.WrongUse;
        }

        var invocation = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Errors,
            EnableDefaultExceptionHandler = false,
        };
        // The running shop listens to signals by itself.
        if (parsed.CommandResult.Command is RootCommand) invocation.ProcessTerminationTimeout = null;
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception error) when (StartFault.Of(error) is { } fault)
        {
            foreach (var line in fault.Lines) console.Refuse(line);
            return fault.ExitCode;
        }
    }

    private static RootCommand RootOf(VerbConsole console)
    {
        var urls = new Option<string?>("--urls")
        {
            Description = "Where the shop listens, several apart by ';' (default http://localhost:5080)",
            HelpName = "URLS",
        };
        urls.Validators.Add(result =>
        {
            if (StartFault.FirstBadUrl(result.GetValueOrDefault<string?>()) is { } bad)
                result.AddError($"--urls: '{bad}' is not an address; expected: http://localhost:5080");
        });
        var root = new RootCommand("EShop. Without a verb the shop runs; settings come from appsettings.json and the "
            + "environment (Shop__DataFolder=/srv/eshop).");
        root.Options.Add(urls);
        root.SetAction((parsed, ct) => RunShop.RunAsync(parsed.GetValue(urls), console, ct));
        root.Subcommands.Add(AuditVerb.Of(console));
        root.Subcommands.Add(ImportVerb.Of(console));
        root.Subcommands.Add(AccountVerbs.CreateAdminOf(console));
        root.Subcommands.Add(AccountVerbs.ForgetFactorsOf(console));
        root.Subcommands.Add(AccountVerbs.DemoCustomersOf(console));
        root.Subcommands.Add(HelpOf(root, console));
        return root;
    }

    private static Command HelpOf(RootCommand root, VerbConsole console)
    {
        var verb = new Argument<string?>("verb") { Arity = ArgumentArity.ZeroOrOne, Description = "A verb to explain" };
        var help = new Command("help", "Tell what there is") { verb };
        help.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(verb) is not { } name) return RunAsync(["--help"], console);
            // Asked for with --help, the parser would explain everything instead of refusing an unknown verb.
            return root.Subcommands.Any(command => command.Name == name)
                ? RunAsync([name, "--help"], console)
                : RunAsync([name], console);
        });
        return help;
    }
}

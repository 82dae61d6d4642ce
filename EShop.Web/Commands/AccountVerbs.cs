using System.CommandLine;
using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;

namespace EShop.Web.Commands;

/// <summary><c>create-admin EMAIL</c>, <c>forget-factors EMAIL</c> and <c>demo-customers --count N</c>; passwords are
/// printed once and stored only as hashes.</summary>
internal static class AccountVerbs
{
    public static Command CreateAdminOf(VerbConsole console)
    {
        var email = new Argument<string>("EMAIL") { Description = "The address to sign in with" };
        var create = new Command("create-admin", "Make an admin, or an admin of an account that is there") { email };
        create.SetAction((parsed, ct) => CreateAdminAsync(console, parsed.GetRequiredValue(email), ct));
        return create;
    }

    public static Command ForgetFactorsOf(VerbConsole console)
    {
        var email = new Argument<string>("EMAIL") { Description = "The address of the account" };
        var forget = new Command(
            "forget-factors", "Let somebody in who lost authenticator app, passkeys and recovery codes") { email };
        forget.SetAction((parsed, ct) => ForgetFactorsAsync(console, parsed.GetRequiredValue(email), ct));
        return forget;
    }

    public static Command DemoCustomersOf(VerbConsole console)
    {
        var count = new Option<int>("--count")
        {
            Description = $"How many, 1 to {CreateDemoCustomers.CountMax}",
            HelpName = "N",
            Required = true,
        };
        var demo = new Command("demo-customers", "Make customers for load tests (Development only)") { count };
        demo.SetAction((parsed, ct) => DemoCustomersAsync(console, parsed.GetValue(count), ct));
        return demo;
    }

    private static async Task<int> CreateAdminAsync(VerbConsole console, string email, CancellationToken ct)
    {
        await using var shop = await VerbShop.OpenToWriteAsync(ct);
        var result = await shop.Get<CreateAdmin>().ExecuteAsync(new CreateAdminRequest(email, OnlyFirst: false), ct);
        switch (result.Status)
        {
            case CreateAdminStatus.InvalidEmail:
                console.Refuse($"'{email}' is not an e-mail address; expected: name@example.com");
                return ExitCode.WrongUse;
            case CreateAdminStatus.AlreadyAdmin:
                console.Say($"{email} is an admin already; nothing was changed.");
                return ExitCode.Done;
            case CreateAdminStatus.Promoted:
                console.Say($"{email} is an admin now, with the password it had.");
                console.Say("Next: sign in at /sign-in. Before the management pages open, the shop asks for an "
                    + "authenticator app or a passkey.");
                return ExitCode.Done;
            case CreateAdminStatus.Created:
                console.Say($"{email} is an admin now. Password (shown this once): {result.Password}");
                console.Say("Next: sign in at /sign-in. Before the management pages open, the shop asks for a password "
                    + "of your own and for an authenticator app or a passkey.");
                return ExitCode.Done;
            default:
                throw new InvalidOperationException($"Unknown status: {result.Status}.");
        }
    }

    private static async Task<int> ForgetFactorsAsync(VerbConsole console, string email, CancellationToken ct)
    {
        await using var shop = await VerbShop.OpenToWriteAsync(ct);
        switch (await shop.Get<ForgetFactors>().ExecuteAsync(new ForgetFactorsRequest(email), ct))
        {
            case ForgetFactorsStatus.InvalidEmail:
                console.Refuse($"'{email}' is not an e-mail address; expected: name@example.com");
                return ExitCode.WrongUse;
            case ForgetFactorsStatus.NoAccount:
                console.Refuse($"No account has the address {email}.");
                return ExitCode.Failed;
            case ForgetFactorsStatus.NoFactors:
                console.Say($"{email} has no second factor; nothing was changed.");
                return ExitCode.Done;
            case ForgetFactorsStatus.Forgotten:
                console.Say($"{email} signs in with the password alone; all its sessions have ended.");
                console.Say("Make sure that it was its owner who asked. An admin is asked for a new factor first.");
                return ExitCode.Done;
            default:
                throw new InvalidOperationException("Unknown status.");
        }
    }

    private static async Task<int> DemoCustomersAsync(VerbConsole console, int count, CancellationToken ct)
    {
        if (count is < 1 or > CreateDemoCustomers.CountMax)
        {
            console.Refuse($"--count: {count} is not between 1 and {CreateDemoCustomers.CountMax}");
            return ExitCode.WrongUse;
        }

        await using var shop = await VerbShop.OpenToWriteAsync(ct);
        if (!shop.Environment.IsDevelopment())
        {
            console.Refuse("demo-customers is for Development only: set ASPNETCORE_ENVIRONMENT=Development");
            return ExitCode.Failed;
        }

        var result = await shop.Get<CreateDemoCustomers>().ExecuteAsync(new CreateDemoCustomersRequest(count), ct);
        console.Say($"{CreateDemoCustomers.EmailOf(1)} to {CreateDemoCustomers.EmailOf(count)}: "
            + $"{result.Created} made, {count - result.Created} were there");
        console.Say($"Password of all (shown this once): {result.Password}");
        return ExitCode.Done;
    }
}

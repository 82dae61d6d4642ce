using System.Diagnostics;
using System.Globalization;
using System.Net;
using EShop.Core.Accounts;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

/// <summary>What hashing costs a running shop, and what it does on a machine that cannot.</summary>
public sealed class HashingInTheShopTests
{
    private const int People = 64;
    private const double BudgetMiB = 250;

    [Fact]
    public async Task S2_sixty_four_sign_ins_at_once_stay_under_250_MiB_above_idle()
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["PasswordHash:ParallelMax"] = "4"; // the most that the default ever is
            options.Settings["PasswordHash:QueueMax"] = $"{People}"; // nobody is sent away
        });
        var password = await HttpShopper.MakeCustomersAsync(shop, People);
        using (await HttpShopper.SignInAsync(shop, (1, password))) { }
        var idle = MiB(shop, "VmRSS");
        await File.WriteAllTextAsync(
            $"/proc/{shop.ProcessId}/clear_refs", "5", TestContext.Current.CancellationToken); // forgets its peak

        var people = await Race.RunAsync(People, n => HttpShopper.SignInAsync(shop, (n + 1, password)));

        var peak = MiB(shop, "VmHWM");
        foreach (var person in people) person.Dispose();
        TestContext.Current.SendDiagnosticMessage($"idle {idle:F0} MiB, peak {peak:F0} MiB");
        Assert.InRange(peak - idle, 1, BudgetMiB);
    }

    [Fact]
    public async Task Abuse_2_a_full_gate_says_busy_with_words()
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["PasswordHash:ParallelMax"] = "1";
            options.Settings["PasswordHash:QueueMax"] = "0";
        });
        var password = await HttpShopper.MakeCustomersAsync(shop, People);
        var answers = await Race.RunAsync(People, async n =>
        {
            using var visitor = new HttpVisitor(shop.Address);
            var page = await visitor.GetAsync("/sign-in");
            return await visitor.SubmitAsync(page, "form:has(input[name='Form.Password'])", new()
            {
                ["Form.Email"] = CreateDemoCustomers.EmailOf(n + 1), ["Form.Password"] = password,
            });
        });
        Assert.All(answers, answer => Assert.True(
            answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer.Status}"));
        var busy = answers.First(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("try again", busy.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(answers, answer => answer.Path != "/sign-in");
    }

    [Fact]
    public async Task S2_without_libsodium_the_start_says_so_and_the_fallback_works()
    {
        using var program = new ProgramWithoutSodium();
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Program = program.Path;
            options.Settings["PasswordHash:Algorithm"] = "Pbkdf2";
        });
        var weak = await HttpShopper.MakeCustomersAsync(shop, 1);
        using (await HttpShopper.SignInAsync(shop, (1, weak))) { }
        var hash = (await shop.RowsAsync("select password_hash from accounts order by id desc"))[0][0];
        Assert.False(hash.StartsWith('$'), hash);

        var argon2 = new Dictionary<string, string?>(shop.Settings) { ["PasswordHash:Algorithm"] = "Argon2id" };
        var refused = await RunAsync(program.Path, argon2, "--urls", "http://127.0.0.1:1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("PasswordHash:Algorithm", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("Pbkdf2", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);

        // An account from a machine that had it: a plain refusal, no fault.
        var made = await RunAsync(Repository.WebProgram, argon2, "demo-customers", "--count", "1");
        var strong = made.Output.Split([' ', '\n', '\r']).Last(w => w.StartsWith("demo-", StringComparison.Ordinal));
        using var visitor = new HttpVisitor(shop.Address);
        var answer = await visitor.SubmitAsync(
            await visitor.GetAsync("/sign-in"), "form:has(input[name='Form.Password'])", new()
            {
                ["Form.Email"] = CreateDemoCustomers.EmailOf(1), ["Form.Password"] = strong,
            });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("cannot be checked on this machine", shop.Output, StringComparison.Ordinal);
    }

    private static async Task<VerbAnswer> RunAsync(
        string program, Dictionary<string, string?> settings, params string[] arguments)
    {
        using var verb = ShopProcess.StartFrom(program, settings, arguments);
        var (output, errors) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await verb.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new VerbAnswer(verb.ExitCode, await output, await errors);
    }

    private static double MiB(WebShop shop, string field)
    {
        var line = File.ReadLines($"/proc/{shop.ProcessId}/status")
            .Single(text => text.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            NumberStyles.None, CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>The built shop, by hard links, without the library.</summary>
    private sealed class ProgramWithoutSodium : IDisposable
    {
        private readonly string _folder;

        public ProgramWithoutSodium()
        {
            var built = System.IO.Path.GetDirectoryName(Repository.WebProgram)!;
            _folder = $"{built}-{Guid.NewGuid():N}";
            using var copy = Process.Start("cp", ["-al", built, _folder]);
            copy.WaitForExit();
            foreach (var file in Directory.EnumerateFiles(_folder, "libsodium*", SearchOption.AllDirectories))
                File.Delete(file);
        }

        public string Path => System.IO.Path.Combine(_folder, "EShop.Web.dll");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}

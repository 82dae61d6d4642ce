using System.Globalization;
using System.Text.Json;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

internal enum FaultPlace
{
    /// <summary>A statement is about to be sent.</summary>
    Before = 1,

    /// <summary>The transaction that it was in is about to be committed.</summary>
    Commit,

    /// <summary>That transaction is durable, and nothing after it has begun.</summary>
    Committed,
}

/// <summary>A running shop is killed (KILL), or stands still (STOP) until it is told to go on, the first time that it
/// comes to a place.</summary>
/// <param name="Statement">A part of an SQL statement, without quotation marks; upper and lower case are one.</param>
internal sealed record ShopFault(FaultPlace Place, string Statement)
{
    private static readonly TimeSpan StandsWithin = TimeSpan.FromSeconds(45);

    public string Signal { get; init; } = "KILL";

    /// <summary>What a shop has to be started with.</summary>
    public static void Prepare(Dictionary<string, string?> settings)
    {
        settings["DOTNET_STARTUP_HOOKS"] = typeof(ShopFault).Assembly.Location;
        settings[FaultHook.FileVariable] = Path.Combine(settings["Shop:DataFolder"]!, "fault.json");
    }

    public static ShopFault? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ShopFault>(File.ReadAllText(file));
        }
        catch (Exception gone) when (gone is IOException or JsonException)
        {
            return null; // another thread was there first
        }
    }

    /// <summary>From now on it happens.</summary>
    public void Arm(WebShop shop) => Arm(shop.Settings);

    public void Arm(Dictionary<string, string?> settings)
    {
        var file = settings[FaultHook.FileVariable]!;
        File.WriteAllText($"{file}.new", JsonSerializer.Serialize(this));
        File.Move($"{file}.new", file, overwrite: true);
    }

    /// <summary>Ends when all threads of the shop stand still.</summary>
    public static Task StandsStillAsync(WebShop shop) => Until.TrueAsync(
        () => Task.FromResult(StateOf(shop.ProcessId) == 'T'), StandsWithin);

    // After the name, which is in brackets and may have brackets in it.
    private static char StateOf(int process)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        return stat[stat.LastIndexOf(')') + 2];
    }
}

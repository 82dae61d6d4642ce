using System.Globalization;
using System.Security.Cryptography;
using EShop.Core.Primitives;
using Microsoft.AspNetCore.DataProtection;

namespace EShop.Core.Privacy;

/// <summary>Says, sealed, that the password was asked a moment ago in this very session; and lets two files be written
/// at once on a node, while eight more wait.</summary>
public sealed class ExportTickets(IDataProtectionProvider protection, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _seal = protection.CreateProtector("EShop.ExportTickets");

    internal WorkGate Gate { get; } = new(new WorkGateSize(ParallelMax: 2, QueueMax: 8));

    public void Dispose() => Gate.Dispose();

    internal string Write(long accountId, string sessionKey) => _seal.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{accountId}/{sessionKey}/{(clock.GetUtcNow() + Life).ToUnixTimeSeconds()}"));

    internal bool IsGood(string ticket, long accountId, string sessionKey)
    {
        try
        {
            return _seal.Unprotect(ticket).Split('/') is [var account, var session, var until]
                && account == accountId.ToString(CultureInfo.InvariantCulture) && session == sessionKey
                && long.Parse(until, CultureInfo.InvariantCulture) >= clock.GetUtcNow().ToUnixTimeSeconds();
        }
        catch (CryptographicException)
        {
            // Not one of ours.
            return false;
        }
    }
}

using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts.Passwords;

public enum PasswordAlgorithm
{
    Argon2id = 1,
    Pbkdf2 = 2,
}

/// <summary>Section <c>PasswordHash</c>. Raising a cost needs no reset: hashes are renewed at the next sign-in
/// (S2).</summary>
public sealed class PasswordHashOptions
{
    public const string Section = "PasswordHash";

    /// <summary>The least memory for Argon2id with two passes that OWASP accepts; for small machines.</summary>
    public const int MemoryKibFloor = 19_456;

    /// <summary>Pbkdf2 (HMAC-SHA512) is for machines under FIPS rules or where libsodium cannot be loaded.</summary>
    public PasswordAlgorithm Algorithm { get; set; } = PasswordAlgorithm.Argon2id;

    /// <summary>Memory of one Argon2id hash in KiB. Twice the memory is about twice the time. 47,104 (46
    /// MiB).</summary>
    public int MemoryKib { get; set; } = 47_104;

    /// <summary>Passes of Argon2id over its memory. 2.</summary>
    public int Passes { get; set; } = 2;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512. 220,000.</summary>
    public int Iterations { get; set; } = 220_000;

    /// <summary>Hashes at once; each holds <see cref="MemoryKib"/>. The number of cores, 4 at most.</summary>
    public int ParallelMax { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>How many more may wait; who comes after that is asked to try again shortly. 32.</summary>
    public int QueueMax { get; set; } = 32;
}

internal sealed class PasswordHashOptionsCheck : IValidateOptions<PasswordHashOptions>
{
    public ValidateOptionsResult Validate(string? name, PasswordHashOptions options)
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(options.Algorithm))
            problems.Add("PasswordHash:Algorithm must be Argon2id or Pbkdf2.");
        if (options.MemoryKib is < PasswordHashOptions.MemoryKibFloor or > 262_144)
            problems.Add("PasswordHash:MemoryKib must be between 19456 and 262144.");
        if (options.Passes is < 2 or > 10)
            problems.Add("PasswordHash:Passes must be between 2 and 10.");
        if (options.Iterations is < 220_000 or > 5_000_000)
            problems.Add("PasswordHash:Iterations must be between 220000 and 5000000.");
        if (options.ParallelMax is < 1 or > 64)
            problems.Add("PasswordHash:ParallelMax must be between 1 and 64.");
        if (options.QueueMax is < 0 or > 1000)
            problems.Add("PasswordHash:QueueMax must be between 0 and 1000.");
        if (options.Algorithm == PasswordAlgorithm.Argon2id && !Argon2Hash.IsAvailable(out var reason))
            problems.Add(
                $"PasswordHash:Algorithm Argon2id cannot be used on this machine ({reason}). Set it to Pbkdf2.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
